import { roles } from '@bongsu/contract/permissions.ts'
import { Input, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { Folded } from '#ui/form-section.tsx'
import { SecretInput } from '#ui/secret-input.tsx'
import type { UpstreamValues } from './upstream-values.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

interface UpstreamFieldsProps {
  readonly form: Pick<Form<UpstreamValues>, 'values' | 'errors' | 'field' | 'set'>
  /** It is there already: its slug stays, and its secret may be set. */
  readonly isSecretSet?: boolean
  readonly isNew?: boolean
  /** Defined in a file: where it is and how it is proved is said there. */
  readonly isFromFile?: boolean
}

const credentials = ['none', 'shared', 'personal'] as const
const folded = ['header', 'scheme', 'least_role', 'prefixes', 'timeout_seconds', 'tags']

export function UpstreamFields({ form, isSecretSet = false, isNew = false, isFromFile = false }: UpstreamFieldsProps) {
  const t = useTexts(upstreamsTexts)
  return (
    <Stack gap="md">
      {isNew && (
        <TextInput
          {...form.field('slug')}
          label={t('form.slug')}
          description={t('form.slugHint')}
          withAsterisk
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          placeholder={t('form.slugExample')}
        />
      )}
      <TextInput
        {...form.field('title')}
        label={t('form.name')}
        description={isNew ? t('form.nameHint') : undefined}
        autoComplete="off"
      />
      {!isFromFile && <Connection form={form} isSecretSet={isSecretSet} />}
      <Folded title={t('form.advanced')} isForcedOpen={folded.some((name) => form.errors[name])}>
        <Stack gap="md">
          {!isFromFile && <HowSent form={form} />}
          <Rules form={form} />
        </Stack>
      </Folded>
    </Stack>
  )
}

type Part = { readonly form: UpstreamFieldsProps['form'] }

function Connection({ form, isSecretSet }: Part & { readonly isSecretSet: boolean }) {
  const t = useTexts(upstreamsTexts)
  const { credential, secret } = form.values
  return (
    <>
      <TextInput
        {...form.field('url')}
        label={t('form.url')}
        description={t('form.urlHint')}
        withAsterisk
        type="url"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('form.urlExample')}
      />
      <Input.Wrapper label={t('form.credential')} error={form.errors.credential}>
        <SegmentedControl
          fullWidth
          aria-label={t('form.credential')}
          data={credentials.map((value) => ({ value, label: t(`form.credentials.${value}`) }))}
          value={credential}
          onChange={(next) => form.set('credential', next)}
        />
        <p className={classes.hint}>{t(`form.credentialHints.${credential}`)}</p>
      </Input.Wrapper>
      {credential !== 'none' && (
        <SecretInput
          name="secret"
          label={t(credential === 'shared' ? 'form.secret' : 'form.mySecret')}
          isSet={isSecretSet}
          value={secret}
          error={form.errors.secret}
          onChange={(next) => form.set('secret', next)}
        />
      )}
    </>
  )
}

function HowSent({ form }: Part) {
  const t = useTexts(upstreamsTexts)
  return (
    <>
      <TextInput {...form.field('header')} label={t('form.header')} autoComplete="off" spellCheck={false} />
      <Select
        label={t('form.scheme')}
        data={(['bearer', 'plain'] as const).map((value) => ({ value, label: t(`form.schemes.${value}`) }))}
        value={form.values.scheme}
        error={form.errors.scheme}
        allowDeselect={false}
        onChange={(next) => form.set('scheme', next)}
      />
    </>
  )
}

function Rules({ form }: Part) {
  const t = useTexts(upstreamsTexts)
  return (
    <>
      <Select
        label={t('form.role')}
        description={t('form.roleHint')}
        data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
        value={form.values.least_role}
        error={form.errors.least_role}
        allowDeselect={false}
        onChange={(next) => form.set('least_role', next)}
      />
      <Select
        label={t('form.prefixes')}
        data={(['on_collision', 'always'] as const).map((value) => ({ value, label: t(`form.prefixModes.${value}`) }))}
        value={form.values.prefixes}
        error={form.errors.prefixes}
        allowDeselect={false}
        onChange={(next) => form.set('prefixes', next)}
      />
      <NumberInput
        name="timeout_seconds"
        label={t('form.timeout')}
        description={t('form.timeoutHint')}
        min={1}
        max={300}
        value={form.values.timeout_seconds}
        error={form.errors.timeout_seconds}
        onChange={(next) => form.set('timeout_seconds', next)}
      />
      <TextInput {...form.field('tags')} label={t('form.tags')} description={t('form.tagsHint')} autoComplete="off" />
    </>
  )
}
