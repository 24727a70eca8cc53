import { Button, Checkbox, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { CircleCheck, CircleX, Eye } from 'lucide-react'
import { useState } from 'react'
import { call, type OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { touched } from './upstream.ts'
import { UpstreamFields } from './upstream-fields.tsx'
import { connectionOf, createInput, freshValues } from './upstream-values.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

type Preview = OutputOf<'test-upstream'>

/** Nothing is saved that was not looked at: what is approved at first is what the preview showed. */
export function AddUpstream({ onClose }: { onClose(): void }) {
  const t = useTexts(upstreamsTexts)
  const navigate = useNavigate()
  const form = useForm(freshValues)
  const [tried, setTried] = useState<{ readonly preview: Preview; readonly of: string }>()
  const [approves, setApproves] = useState(true)
  const connection = JSON.stringify(connectionOf(form.values))
  const preview = tried?.of === connection ? tried.preview : undefined
  const test = useCommand('test-upstream', {
    onRefused: form.refuse,
    onDone: (answer) => setTried({ preview: answer, of: connection }),
  })
  const add = useCommand('create-upstream', {
    invalidates: touched,
    done: ({ title }) => t('done.added', { name: title }),
    undo: ({ id }) => call('remove-upstream', { id }),
    onRefused: form.refuse,
    onDone: ({ id }) => {
      form.settle()
      onClose()
      void navigate({ to: '/upstreams/$id', params: { id: String(id) } as never })
    },
  })
  const submit = () =>
    preview
      ? add.mutate({ ...createInput(form.values), approve_first: approves, previewed: preview.digest })
      : test.mutate(connectionOf(form.values))
  return (
    <FormDrawer
      isOpen
      size={560}
      title={t('form.addTitle')}
      submit={t(preview ? 'form.submit' : 'form.preview')}
      isDirty={form.isDirty}
      isSaving={add.isPending || test.isPending}
      aside={
        preview && (
          <Button
            variant="subtle"
            leftSection={<Eye size={15} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate(connectionOf(form.values))}
          >
            {t('form.previewAgain')}
          </Button>
        )
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <Stack gap="lg">
        <UpstreamFields form={form} isNew />
        <div aria-live="polite">
          {preview ? (
            <PreviewView preview={preview} approves={approves} onApproves={setApproves} />
          ) : (
            <p className={classes.hint}>{t('form.needPreview')}</p>
          )}
        </div>
      </Stack>
    </FormDrawer>
  )
}

interface PreviewViewProps {
  readonly preview: Preview
  readonly approves: boolean
  onApproves(approves: boolean): void
}

function PreviewView({ preview, approves, onApproves }: PreviewViewProps) {
  const t = useTexts(upstreamsTexts)
  const format = useFormat()
  const Icon = preview.ok ? CircleCheck : CircleX
  return (
    <section className={classes.preview} data-ok={preview.ok}>
      <p className={classes.previewHead}>
        <Icon size={17} aria-hidden />
        <b>{preview.ok ? t('preview.ok', { time: format.ms(preview.duration_ms) }) : t('preview.failed')}</b>
      </p>
      {!preview.ok && <p>{preview.message}</p>}
      {preview.server && (
        <p className={classes.hint}>
          {preview.server.name} {preview.server.version} · {preview.server.protocol_version}
        </p>
      )}
      {preview.ok && (
        <>
          <p className={classes.hint}>
            {t('preview.tools', { count: preview.tools.length })},{' '}
            {t('preview.more', { resources: preview.resource_count, prompts: preview.prompt_count })}
          </p>
          <ul className={classes.previewTools}>
            {preview.tools.map((tool) => (
              <li key={tool.name}>
                <code>{tool.name}</code>
                <span>{tool.description}</span>
                {tool.problems.map(({ code, message }) => (
                  <span key={code} className={classes.problem}>
                    {message}
                  </span>
                ))}
              </li>
            ))}
          </ul>
          <Checkbox
            mt="sm"
            label={t('preview.approve')}
            description={t('preview.approveHint')}
            checked={approves}
            onChange={(event) => onApproves(event.currentTarget.checked)}
          />
        </>
      )}
    </section>
  )
}
