import { Button, Select, Stack, TextInput } from '@mantine/core'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { JsonView } from '#ui/json-view.tsx'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { DiffView } from '#ui/watch/outcome/diff-view.tsx'
import { Problems } from './tool-problems.tsx'
import { isWaiting, toolLook, touched, type UpstreamTool } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'
import { useDecide } from './use-decide.ts'

interface UpstreamToolDetailProps {
  readonly upstreamId: number
  readonly tool: UpstreamTool
  onClose(): void
}

const effects = ['read', 'write', 'destructive'] as const

const valuesOf = (tool: UpstreamTool) => ({ alias: tool.alias ?? '', effect: tool.is_effect_set ? tool.effect : '' })

/** One tool as the server describes it, and what this installation makes of it. */
export function UpstreamToolDetail({ upstreamId, tool, onClose }: UpstreamToolDetailProps) {
  const t = useTexts(upstreamsTexts)
  const word = useTexts(toolTexts)
  const form = useForm(valuesOf(tool))
  const { approve, isBusy } = useDecide(upstreamId)
  const input = (values: ReturnType<typeof valuesOf>) => ({
    ...{ id: upstreamId, name: tool.name },
    alias: values.alias === '' ? null : values.alias,
    effect: effects.find((one) => one === values.effect) ?? null,
  })
  const save = useCommand('update-upstream-tool', {
    invalidates: touched,
    done: t('done.tool', { name: tool.name }),
    undo: () => call('update-upstream-tool', input(valuesOf(tool))),
    onRefused: form.refuse,
    onDone: () => {
      form.settle()
      onClose()
    },
  })
  const aside = isWaiting(tool) && (
    <Button variant="default" disabled={isBusy} onClick={() => approve([tool])}>
      {t('tools.approve')}
    </Button>
  )
  return (
    <FormDrawer
      isOpen
      size={620}
      title={tool.name}
      submit={t('form.save')}
      isDirty={form.isDirty}
      isSaving={save.isPending}
      aside={aside}
      onSubmit={() => save.mutate(input(form.values))}
      onClose={onClose}
    >
      <Stack gap="lg">
        <About tool={tool} />
        <TextInput
          {...form.field('alias')}
          label={t('tools.alias')}
          description={t('tools.aliasHint')}
          placeholder={tool.tool ?? tool.name}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          label={t('tools.effect')}
          description={t('tools.effectHint')}
          data={[
            { value: '', label: t('tools.effectDefault') },
            ...effects.map((value) => ({ value, label: word(`effects.${value}`) })),
          ]}
          value={form.values.effect}
          error={form.errors.effect}
          allowDeselect={false}
          onChange={(next) => form.set('effect', next ?? '')}
        />
        {tool.diff !== null && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <section className={classes.section} tabIndex={0} aria-label={t('tools.diff')}>
            <h3>{t('tools.diff')}</h3>
            <DiffView text={tool.diff} />
          </section>
        )}
        <section className={classes.section}>
          <h3>{t('tools.definition')}</h3>
          <JsonView value={tool.definition} open={2} />
        </section>
      </Stack>
    </FormDrawer>
  )
}

function About({ tool }: { readonly tool: UpstreamTool }) {
  const t = useTexts(upstreamsTexts)
  const format = useFormat()
  return (
    <div>
      <p className={classes.words}>
        <Tag tone={toolLook[tool.state]}>{t(`toolStates.${tool.state}`)}</Tag>
        {tool.approved_by !== null && tool.approved_at !== null && (
          <span className={classes.slug}>
            {t('tools.approvedBy', { name: tool.approved_by, time: format.time(tool.approved_at, 'minute') })}
          </span>
        )}
      </p>
      {tool.description && <p className={classes.description}>{tool.description}</p>}
      <Problems tool={tool} />
    </div>
  )
}
