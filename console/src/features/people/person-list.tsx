import { roles } from '@bongsu/contract/permissions.ts'
import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { UserCheck } from 'lucide-react'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMe } from '#lib/me.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { BulkActions } from './bulk-actions.tsx'
import { EditPerson } from './edit-person.tsx'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'
import { usePersonColumns } from './person-columns.tsx'
import type { PersonDialog } from './person-state.ts'
import { isPersonState, type Person, personStates, stateFilter } from './person-state.ts'
import { RemovePerson } from './remove-person.tsx'
import { ResetPassword } from './reset-password.tsx'

export function PersonList() {
  const t = useTexts(peopleTexts)
  const me = useMe()
  const table = useTableState({ sort: 'name', filters: { q: '', role: '', state: '' } })
  const { state, ...input } = table.input
  const list = useList('list-people', { ...input, ...(state && isPersonState(state) ? stateFilter[state] : {}) })
  const [{ edit }, change] = useUrlState({ edit: 0 })
  const [dialog, setDialog] = useState<PersonDialog>()
  const open = (person: Person) => change({ edit: person.id }, 'push')
  const columns = usePersonColumns({ myId: me?.id, onEdit: open, onDialog: setDialog })
  const filters = [
    { key: 'role', label: t('columns.role'), options: roles.map((value) => ({ value, label: t(`roles.${value}`) })) },
    {
      key: 'state',
      label: t('columns.state'),
      options: personStates.map((value) => ({ value, label: t(`states.${value}`) })),
    },
  ]
  return (
    <>
      <WaitingNote
        isShown={table.filters.state !== 'waiting'}
        onShow={() => table.setFilters({ state: 'waiting', q: '', role: '' })}
      />
      <DataTable
        id="people"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={(person) => person.id}
        onOpen={open}
        filters={<FilterBar table={table} search="q" searchLabel={t('search')} filters={filters} />}
        bulk={(people, clear) => <BulkActions people={people} myId={me?.id} onDone={clear} />}
        empty={<EmptyState title={t('empty')} />}
      />
      {edit > 0 && (
        <EditPerson
          key={edit}
          id={edit}
          isSelf={edit === me?.id}
          known={list.rows.find(({ id }) => id === edit)}
          onClose={() => change({ edit: 0 })}
          onDialog={setDialog}
        />
      )}
      {dialog?.kind === 'reset' && <ResetPassword person={dialog.person} onClose={() => setDialog(undefined)} />}
      {dialog?.kind === 'remove' && (
        <RemovePerson
          person={dialog.person}
          onClose={() => setDialog(undefined)}
          onDone={() => {
            setDialog(undefined)
            change({ edit: 0 })
          }}
        />
      )}
    </>
  )
}

/** Those who wait cannot do anything until somebody sees them. */
function WaitingNote({ isShown, onShow }: { readonly isShown: boolean; onShow(): void }) {
  const t = useTexts(peopleTexts)
  const { data } = useQuery(queryOf('list-people', { ...stateFilter.waiting, page_size: 10 }))
  if (!isShown || !data || data.total === 0) return null
  return (
    <Alert className={classes.waiting} color="yellow" icon={<UserCheck size={18} aria-hidden />}>
      <div className={classes.waitingLine}>
        <span>{t('waiting', { count: data.total })}</span>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          {t('showWaiting')}
        </Button>
      </div>
    </Alert>
  )
}
