import { tokenKinds } from '@bongsu/contract/tokens.ts'
import { Button } from '@mantine/core'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { AddToken } from './add-token.tsx'
import { EditToken } from './edit-token.tsx'
import { RevokeToken } from './revoke-token.tsx'
import type { Token } from './token.ts'
import { useTokenColumns } from './token-columns.tsx'
import { tokensTexts } from './tokens.i18n.ts'

/** Everybody's tokens, and those of no person: for administrators. */
export default function TokensPage() {
  const t = useTexts(tokensTexts)
  const table = useTableState({ filters: { q: '', kind: '', usable: '' } })
  const list = useList('list-tokens', table.input)
  const [{ new: isNew, edit }, change] = useUrlState({ new: false, edit: 0 })
  const [revoking, setRevoking] = useState<Token>()
  const columns = useTokenColumns({
    isMine: false,
    onEdit: ({ id }) => change({ edit: id }, 'push'),
    onRevoke: setRevoking,
  })
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: true }, 'push')}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={KeyRound} title={t('title')} purpose={t('purpose')} actions={add} />
      <DataTable
        id="tokens"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={KeyRound} title={t('empty.title')} text={t('empty.text')} action={add} />}
        filters={
          <FilterBar
            table={table}
            search="q"
            searchLabel={t('search')}
            filters={[
              {
                key: 'kind',
                label: t('filters.kind'),
                options: tokenKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
              },
              {
                key: 'usable',
                label: t('filters.usable'),
                options: [
                  { value: 'true', label: t('filters.yes') },
                  { value: 'false', label: t('filters.no') },
                ],
              },
            ]}
          />
        }
      />
      {isNew && <AddToken kind="service" onClose={() => change({ new: false })} />}
      {edit > 0 && <EditToken id={edit} onClose={() => change({ edit: 0 })} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}
