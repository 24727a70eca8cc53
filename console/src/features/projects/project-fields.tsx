import { ActionIcon, Autocomplete, Button, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { SecretInput } from '#ui/secret-input.tsx'
import type { HeaderValue, ProjectValues } from './project-form.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'

interface FieldsProps {
  readonly form: Form<ProjectValues>
}

/** Category, tags and description; what others use is offered. */
export function SortFields({ form }: FieldsProps) {
  const t = useTexts(projectsTexts)
  const { data } = useQuery({ ...queryOf('list-project-facets'), staleTime: 60_000 })
  return (
    <>
      <Autocomplete
        name="category"
        label={t('field.category')}
        description={t('field.categoryHelp')}
        error={form.errors.category}
        data={data?.categories.map(({ value }) => value) ?? []}
        value={form.values.category}
        onChange={(value) => form.set('category', value)}
      />
      <TagsInput
        name="tags"
        label={t('field.tags')}
        description={t('field.tagsHelp')}
        error={form.errors.tags}
        data={data?.tags.map(({ value }) => value) ?? []}
        value={[...form.values.tags]}
        onChange={(value) => form.set('tags', value)}
        clearable={false}
      />
      <Textarea {...form.field('description')} label={t('field.description')} autosize minRows={2} />
    </>
  )
}

export function InfoFields({ form }: FieldsProps) {
  const t = useTexts(projectsTexts)
  return (
    <div className={classes.pair}>
      <TextInput
        {...form.field('host_name')}
        label={t('field.hostName')}
        description={t('field.infoHelp')}
        spellCheck={false}
      />
      <TextInput
        {...form.field('ip_address')}
        label={t('field.ipAddress')}
        description={t('field.infoHelp')}
        spellCheck={false}
      />
    </div>
  )
}

/** Who hears of it: shortcuts that make channels. */
export function ToldFields({ form, hasHiddenWebhook = false }: FieldsProps & { readonly hasHiddenWebhook?: boolean }) {
  const t = useTexts(projectsTexts)
  return (
    <>
      <TextInput
        {...form.field('alert_email')}
        type="email"
        label={t('field.email')}
        description={t('field.emailHelp')}
      />
      <TextInput
        {...form.field('webhook_url')}
        type="url"
        label={t('field.webhook')}
        description={hasHiddenWebhook ? t('field.webhookHidden') : t('field.webhookHelp')}
        disabled={hasHiddenWebhook}
        spellCheck={false}
      />
    </>
  )
}

export function PublicField({ form }: FieldsProps) {
  const t = useTexts(projectsTexts)
  return (
    <Switch
      label={t('field.public')}
      description={t('field.publicHelp')}
      checked={form.values.is_public}
      onChange={(event) => form.set('is_public', event.currentTarget.checked)}
    />
  )
}

/** Headers by name; their values are secrets. */
export function HeaderFields({ form }: FieldsProps) {
  const t = useTexts(projectsTexts)
  const { headers } = form.values
  const change = (index: number, next: Partial<HeaderValue>) =>
    form.set(
      'headers',
      headers.map((header, at) => (at === index ? { ...header, ...next } : header)),
      'custom_headers',
    )
  return (
    <div className={classes.headers}>
      <p className={classes.help}>{t('headers.help')}</p>
      {headers.map((header, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className={classes.headerRow}>
          <TextInput
            label={t('headers.name')}
            value={header.name}
            // The stored value belongs to the stored name.
            disabled={header.isSet}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
            spellCheck={false}
          />
          <SecretInput
            label={t('headers.value')}
            isSet={header.isSet}
            value={header.value}
            onChange={(value) => change(index, { value: value ?? undefined })}
          />
          <ActionIcon
            aria-label={t('headers.remove', { name: header.name || t('headers.unnamed') })}
            onClick={() =>
              form.set(
                'headers',
                headers.filter((_header, at) => at !== index),
                'custom_headers',
              )
            }
          >
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {form.errors.custom_headers && (
        <p className={classes.error} role="alert">
          {form.errors.custom_headers}
        </p>
      )}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => form.set('headers', [...headers, { name: '', value: '', isSet: false }], 'custom_headers')}
      >
        {t('headers.add')}
      </Button>
    </div>
  )
}
