import { roles } from '@bongsu/contract/permissions.ts'
import { Input, SegmentedControl, Select, Skeleton, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { FormSection } from '#ui/form-section.tsx'
import { ChoicePicker } from './choice-picker.tsx'
import type { ServerValues } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'

interface ServerFieldsProps {
  readonly form: Pick<Form<ServerValues>, 'values' | 'errors' | 'field' | 'set'>
  readonly isNew?: boolean
}

export function ServerFields({ form, isNew = false }: ServerFieldsProps) {
  const t = useTexts(serversTexts)
  return (
    <>
      <FormSection title={t('form.basics')} text={t('form.basicsText')}>
        {isNew && (
          <>
            <TextInput
              {...form.field('slug')}
              label={t('form.slug')}
              description={t('form.slugHint')}
              withAsterisk
              autoComplete="off"
              spellCheck={false}
              placeholder={t('form.slugExample')}
            />
            <Address slug={form.values.slug} />
          </>
        )}
        <TextInput
          {...form.field('title')}
          label={t('form.title')}
          description={isNew ? t('form.titleHint') : undefined}
          autoComplete="off"
        />
        <Textarea
          {...form.field('instructions')}
          label={t('form.instructions')}
          description={t('form.instructionsHint')}
          autosize
          minRows={3}
          maxRows={12}
        />
        <Rules form={form} />
      </FormSection>
      <FormSection title={t('form.content')} text={t('form.contentText')}>
        <Content form={form} />
      </FormSection>
    </>
  )
}

/** What is typed, as the address it will be. */
function Address({ slug }: { readonly slug: string }) {
  const t = useTexts(serversTexts)
  const url = `${window.location.origin}/mcp/${slug || '…'}`
  return (
    <div className={classes.address}>
      <span className={classes.hint}>{t('form.url')}</span>
      <code>{url}</code>
      {slug !== '' && <CopyButton value={url} />}
    </div>
  )
}

function Rules({ form }: ServerFieldsProps) {
  const t = useTexts(serversTexts)
  const { least_role: role, prefixes, tool_search: search } = form.values
  return (
    <>
      <Select
        label={t('form.role')}
        description={t('form.roleHint')}
        data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
        value={role}
        error={form.errors.least_role}
        allowDeselect={false}
        onChange={(next) => form.set('least_role', next)}
      />
      <Input.Wrapper label={t('form.prefixes')}>
        <SegmentedControl
          fullWidth
          aria-label={t('form.prefixes')}
          data={(['on_collision', 'always'] as const).map((value) => ({
            value,
            label: t(`form.prefixModes.${value}`),
          }))}
          value={prefixes}
          onChange={(next) => form.set('prefixes', next)}
        />
      </Input.Wrapper>
      <Input.Wrapper label={t('form.search')} description={t('form.searchHint')}>
        <SegmentedControl
          fullWidth
          aria-label={t('form.search')}
          data={(['auto', 'on', 'off'] as const).map((value) => ({ value, label: t(`form.searchModes.${value}`) }))}
          value={search}
          onChange={(next) => form.set('tool_search', next)}
        />
      </Input.Wrapper>
    </>
  )
}

function Content({ form }: ServerFieldsProps) {
  const t = useTexts(serversTexts)
  const { data } = useQuery(queryOf('list-tool-sources'))
  const refused = Object.entries(form.errors).filter(([path]) => path.startsWith('choices'))
  if (!data) return <Skeleton height={240} aria-busy />
  return (
    <>
      <ChoicePicker
        sources={data.items}
        choices={form.values.choices}
        onChange={(choices) => form.set('choices', choices)}
      />
      {form.values.choices.length === 0 && <p className={classes.hint}>{t('form.needChoice')}</p>}
      {refused.map(([path, message]) => (
        <Input.Error key={path}>{message}</Input.Error>
      ))}
    </>
  )
}
