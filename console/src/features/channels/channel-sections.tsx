import { Alert, Input, SegmentedControl, Switch, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Link2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTexts } from '#lib/i18n.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { FormSection } from '#ui/form-section.tsx'
import { RichText } from '#ui/rich-text.tsx'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import type { ChannelForm, ChannelKind } from './channel-form.ts'
import { channelsTexts } from './channels.i18n.ts'
import { ScopeFields } from './scope-fields.tsx'
import { TestPanel } from './test-panel.tsx'
import { TopicFields } from './topic-fields.tsx'
import { WhenFields } from './when-fields.tsx'

const languageNames = { ko: '한국어', en: 'English' } as const

interface ChannelSectionsProps {
  readonly form: ChannelForm
  readonly kind: ChannelKind
  /** The one being changed; absent while one is being made. */
  readonly channel?: Channel
  readonly mayTest: boolean
}

/** The form of a channel, section by section; making and changing one show the same. */
export function ChannelSections({ form, kind, channel, mayTest }: ChannelSectionsProps) {
  const t = useTexts(channelsTexts)
  const secrets = useMemo(() => new Set((channel?.secrets ?? []).map((name) => `options.${name}`)), [channel?.secrets])
  const isManaged = channel !== undefined && channel.managed_by !== null
  return (
    <>
      {isManaged && <ManagedNote channel={channel} />}
      <FormSection title={t('form.basics')} text={t('form.basicsText')}>
        {!isManaged && (
          <TextInput
            {...form.field('name')}
            label={t('form.name')}
            placeholder={t('form.namePlaceholder')}
            withAsterisk
            autoComplete="off"
          />
        )}
        <Input.Wrapper label={t('form.language')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('form.language')}
              data={(['ko', 'en'] as const).map((value) => ({ value, label: languageNames[value] }))}
              value={form.values.language}
              onChange={(language) => form.set('language', language)}
            />
          </div>
        </Input.Wrapper>
        <Switch
          label={t('form.enabled')}
          description={t('form.enabledHint')}
          checked={form.values.is_enabled}
          onChange={(event) => form.set('is_enabled', event.currentTarget.checked)}
        />
      </FormSection>
      {!isManaged && (
        <FormSection title={t('form.connection')} text={kind.summary}>
          <SchemaForm
            schema={kind.schema as JsonSchema}
            {...form.part('options')}
            secrets={secrets}
            example={channel ? null : kind.example}
          />
          {mayTest && <TestPanel form={form} kind={kind} {...(channel ? { channel } : {})} />}
        </FormSection>
      )}
      {isManaged && mayTest && (
        <FormSection title={t('form.connection')} text={kind.summary}>
          <TestPanel form={form} kind={kind} channel={channel} />
        </FormSection>
      )}
      {!isManaged && (
        <FormSection title={t('form.scope')} text={t('form.scopeText')}>
          <ScopeFields form={form} />
        </FormSection>
      )}
      <FormSection title={t('form.what')} text={t('form.whatText')}>
        <TopicFields form={form} />
      </FormSection>
      <FormSection title={t('form.when')} text={t('form.whenText')}>
        <WhenFields form={form} {...(channel ? { ownId: channel.id } : {})} />
      </FormSection>
    </>
  )
}

function ManagedNote({ channel }: { readonly channel: Channel }) {
  const t = useTexts(channelsTexts)
  if (channel.managed_by === null) return null
  const { project_id: projectId, field } = channel.managed_by
  const toProject = (inner: string) => <Link to={`/projects/${projectId}`}>{inner}</Link>
  return (
    <Alert color="blue" mb="md" icon={<Link2 size={18} aria-hidden />} title={t('managedNote.title')}>
      <RichText text={t(`managedNote.${field}`)} parts={{ link: toProject }} />
    </Alert>
  )
}
