import { SegmentedControl, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { projectOptions } from '#lib/remote-options.ts'
import { RemoteMultiSelect } from '#ui/remote-select.tsx'
import type { ChannelForm } from './channel-form.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

export function ScopeFields({ form }: { readonly form: ChannelForm }) {
  const t = useTexts(channelsTexts)
  const { scope } = form.values
  const facets = useQuery({
    ...queryOf('list-project-facets'),
    enabled: scope.projects === 'chosen',
    staleTime: 60_000,
  })
  return (
    <>
      <div>
        <SegmentedControl
          aria-label={t('form.scope')}
          data={[
            { value: 'all', label: t('form.all') },
            { value: 'chosen', label: t('form.chosen') },
          ]}
          value={scope.projects}
          onChange={(projects) => form.set('scope.projects', projects, 'scope')}
        />
        {form.errors.scope && <p className={classes.error}>{form.errors.scope}</p>}
      </div>
      {scope.projects === 'chosen' && (
        <>
          <RemoteMultiSelect
            name="scope.project_ids"
            label={t('form.projects')}
            options={projectOptions}
            values={scope.project_ids.map(String)}
            error={form.errors['scope.project_ids']}
            onChange={(ids) => form.set('scope.project_ids', ids.map(Number), 'scope')}
          />
          <TagsInput
            name="scope.tags"
            label={t('form.tags')}
            description={t('form.tagsHint')}
            data={(facets.data?.tags ?? []).map(({ value }) => value)}
            value={[...scope.tags]}
            error={form.errors['scope.tags']}
            onChange={(tags) => form.set('scope.tags', tags, 'scope')}
          />
        </>
      )}
    </>
  )
}
