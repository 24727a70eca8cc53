import { roles } from '@bongsu/contract/permissions.ts'
import { Checkbox, Input, SegmentedControl, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMayAccess } from '#lib/me.ts'
import { Folded } from '#ui/form-section.tsx'
import { RemoteMultiSelect } from '#ui/remote-select.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { scopeOrder, type Token } from './token.ts'
import { ofKind, type TokenValues } from './token-values.ts'
import { tokensTexts } from './tokens.i18n.ts'
import classes from './tokens.module.css'
import { toolOptions } from './tool-options.ts'

interface TokenFieldsProps {
  readonly form: Form<TokenValues>
  /** Kind, role and end are decided once, when it is made. */
  readonly isNew: boolean
}

const dayChoices = [7, 30, 90, 180, 365, 730]

export function TokenFields({ form, isNew }: TokenFieldsProps) {
  const t = useTexts(tokensTexts)
  const words = useTexts(toolTexts)
  const mayMakeService = useMayAccess()('tokens.manage')
  const { kind, role, scopes } = form.values
  return (
    <Stack gap="md">
      {isNew && mayMakeService && (
        <Input.Wrapper label={t('form.kind')} description={t(`kindHints.${kind}`)} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('form.kind')}
              data={(['personal', 'service'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
              value={kind}
              onChange={(next) => form.setValues(ofKind(form.values, next as Token['kind']))}
            />
          </div>
        </Input.Wrapper>
      )}
      <TextInput
        {...form.field('name')}
        label={t('form.name')}
        description={t('form.nameHint')}
        placeholder={t('form.namePlaceholder')}
        withAsterisk
        aria-required
        autoComplete="off"
        data-autofocus
      />
      {isNew && kind === 'service' && (
        <Select
          name="role"
          label={t('form.role')}
          description={t('form.roleHint')}
          data={roles.toReversed().map((value) => ({ value, label: words(`roles.${value}`) }))}
          value={role}
          error={form.errors.role}
          allowDeselect={false}
          checkIconPosition="right"
          onChange={(next) => next && form.set('role', next)}
        />
      )}
      <Checkbox.Group
        label={t('form.scopes')}
        description={t('form.scopesHint')}
        error={form.errors.scopes}
        value={[...scopes]}
        onChange={(next) => form.set('scopes', next)}
      >
        <Stack gap="xs" mt="xs">
          {scopeOrder.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={words(`scopes.${scope}`)}
              description={t(`form.scopeHints.${scope}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <ToolFields form={form} />
      {isNew && <Expiry form={form} />}
      <Elsewhere form={form} />
    </Stack>
  )
}

function ToolFields({ form }: { readonly form: Form<TokenValues> }) {
  const t = useTexts(tokensTexts)
  const { tools } = form.values
  return (
    <Input.Wrapper label={t('form.tools')} labelElement="div">
      <Stack gap="xs">
        <div>
          <SegmentedControl
            aria-label={t('form.tools')}
            data={[
              { value: 'all', label: t('form.toolsAll') },
              { value: 'chosen', label: t('form.toolsChosen') },
            ]}
            value={tools === null ? 'all' : 'chosen'}
            onChange={(next) => form.set('tools', next === 'all' ? null : [])}
          />
        </div>
        {tools !== null && (
          <RemoteMultiSelect
            isBare
            name="tools"
            label={t('form.toolsPick')}
            description={t('form.toolsHint')}
            options={toolOptions}
            values={tools}
            error={errorBelow(form, 'tools')}
            onChange={(next) => form.set('tools', next)}
          />
        )}
      </Stack>
    </Input.Wrapper>
  )
}

function Expiry({ form }: { readonly form: Form<TokenValues> }) {
  const t = useTexts(tokensTexts)
  const days = form.values.valid_days
  return (
    <Select
      name="valid_days"
      label={t('form.expiry')}
      description={days === null ? t('form.noEndHint') : undefined}
      data={[
        ...dayChoices.map((count) => ({ value: String(count), label: t('form.days', { count }) })),
        { value: 'none', label: t('form.noEnd') },
      ]}
      value={days === null ? 'none' : String(days)}
      error={form.errors.valid_days}
      allowDeselect={false}
      checkIconPosition="right"
      onChange={(next) => next && form.set('valid_days', next === 'none' ? null : Number(next))}
    />
  )
}

/** Where it may come from and how: what few people change. */
function Elsewhere({ form }: { readonly form: Form<TokenValues> }) {
  const t = useTexts(tokensTexts)
  const { cidrs, allows_query: allowsQuery } = form.values
  const problem = errorBelow(form, 'cidrs')
  return (
    <Folded title={t('form.more')} isForcedOpen={problem !== undefined || cidrs.length > 0 || allowsQuery}>
      <TagsInput
        name="cidrs"
        label={t('form.cidrs')}
        description={t('form.cidrsHint')}
        value={[...cidrs]}
        error={problem}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        onChange={(next) => form.set('cidrs', next)}
      />
      <Switch
        name="allows_query"
        label={t('form.query')}
        description={t('form.queryHint')}
        checked={allowsQuery}
        onChange={(event) => form.set('allows_query', event.currentTarget.checked)}
      />
      {allowsQuery && (
        <p className={classes.warning}>
          <TriangleAlert size={15} aria-hidden />
          {t('form.queryWarning')}
        </p>
      )}
    </Folded>
  )
}

/** The server names the item of a list that it refuses; the field shows it for the whole. */
const errorBelow = (form: Form<TokenValues>, path: string): string | undefined =>
  Object.entries(form.errors).find(([name]) => name === path || name.startsWith(`${path}[`))?.[1]
