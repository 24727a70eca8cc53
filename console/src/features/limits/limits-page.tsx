import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Gauge, Plus } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { useUrlState } from '#lib/url-state.ts'
import { PageHeader } from '#ui/page-header.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { AddLimit } from './add-limit.tsx'
import { EditLimit } from './edit-limit.tsx'
import { Explain } from './explain.tsx'
import { LimitRules } from './limit-rules.tsx'
import { limitsTexts } from './limits.i18n.ts'
import { Standings } from './standings.tsx'

/** `?new=rule` opens the form, `?new=token:5` or `person:7` with its subject chosen; `?edit=3` a limit that is there. */
export default function LimitsPage() {
  const t = useTexts(limitsTexts)
  const mayWrite = useMay('put-limit')
  const limits = useQuery(queryOf('list-limits'))
  const [{ new: added, edit }, change] = useUrlState({ new: '', edit: 0 })
  const edited = limits.data?.items.find(({ id }) => id === edit)
  const add = mayWrite && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: 'rule' }, 'push')}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={Gauge} title={t('title')} purpose={t('purpose')} actions={add} />
      <UrlTabs
        tabs={[
          {
            key: 'rules',
            label: t('tabs.rules'),
            content: (
              <LimitRules limits={limits} mayWrite={mayWrite} onEdit={({ id }) => change({ edit: id }, 'push')} />
            ),
          },
          { key: 'standings', label: t('tabs.standings'), content: <Standings /> },
          { key: 'explain', label: t('tabs.explain'), content: <Explain /> },
        ]}
      />
      {mayWrite && added !== '' && <AddLimit asked={added} onClose={() => change({ new: '' })} />}
      {mayWrite && edited && <EditLimit key={edited.id} limit={edited} onClose={() => change({ edit: 0 })} />}
    </>
  )
}
