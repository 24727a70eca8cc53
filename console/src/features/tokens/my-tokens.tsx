import { Button } from '@mantine/core'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Connect } from '#ui/tools/connect.tsx'
import { AddToken } from './add-token.tsx'
import { EditToken } from './edit-token.tsx'
import { RevokeToken } from './revoke-token.tsx'
import type { Token } from './token.ts'
import { useTokenColumns } from './token-columns.tsx'
import { tokensTexts } from './tokens.i18n.ts'
import classes from './tokens.module.css'

/** On my page: my own tokens, and how to connect with one. */
export default function MyTokens() {
  const t = useTexts(tokensTexts)
  const table = useTableState({ pageSize: 10 })
  const list = useList('list-tokens', { ...table.input, mine: true })
  const [isAdding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Token>()
  const [revoking, setRevoking] = useState<Token>()
  const columns = useTokenColumns({ isMine: true, onEdit: setEditing, onRevoke: setRevoking })
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <div className={classes.mine}>
      <section>
        <div className={classes.mineHead}>
          <div>
            <h2 className={classes.mineTitle}>{t('mine.title')}</h2>
            <p className={classes.dim}>{t('mine.text')}</p>
          </div>
          {add}
        </div>
        <DataTable
          id="my-tokens"
          label={t('mine.title')}
          list={list}
          table={table}
          columns={columns}
          rowKey={({ id }) => id}
          isExportable={false}
          empty={<EmptyState icon={KeyRound} title={t('empty.title')} text={t('empty.text')} />}
        />
      </section>
      <Card title={t('mine.connect')}>
        <p className={classes.dim}>{t('mine.connectText')}</p>
        <div className={classes.connect}>
          <Connect />
        </div>
      </Card>
      {isAdding && <AddToken onClose={() => setAdding(false)} />}
      {editing && <EditToken id={editing.id} onClose={() => setEditing(undefined)} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  )
}
