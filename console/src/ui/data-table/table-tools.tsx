import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Download, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { showError } from '#lib/command.ts'
import { downloadCsv } from '#lib/download.ts'
import { useTexts } from '#lib/i18n.ts'
import type { ListSource } from '#lib/list.ts'
import { showToast } from '#lib/toasts.ts'
import { uiTexts } from '../ui.i18n.ts'
import type { Column, TableLook } from './column.ts'
import classes from './data-table.module.css'

interface TableToolsProps<Row> {
  readonly id: string
  readonly list: ListSource<Row>
  readonly columns: readonly Column<Row>[]
  readonly shown: readonly Column<Row>[]
  readonly look: TableLook
  readonly isExportable: boolean
  readonly isPhone: boolean
  onLook(look: TableLook): void
}

export function TableTools<Row>(props: TableToolsProps<Row>) {
  const canExport =
    props.isExportable && props.list.fetchAll !== undefined && props.columns.some((column) => column.text)
  const canChoose = !props.isPhone && (canExport || props.columns.some((column) => column.choice))
  return (
    <div className={classes.tools}>
      {canExport && <ExportButton {...props} />}
      {canChoose && <LookMenu {...props} />}
    </div>
  )
}

/** Exports what the filters let through, in the columns on screen, not only the page on screen. */
function ExportButton<Row>({ id, list, shown }: TableToolsProps<Row>) {
  const t = useTexts(uiTexts)
  const [isBusy, setBusy] = useState(false)
  const columns = shown.filter((column) => column.text)
  const run = async () => {
    setBusy(true)
    try {
      const rows = (await list.fetchAll?.()) ?? []
      downloadCsv(id, [
        columns.map(({ header }) => header),
        ...rows.map((row) => columns.map(({ text }) => text?.(row))),
      ])
      showToast({ tone: 'done', message: t('table.exported', { count: rows.length }) })
    } catch (error) {
      showError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Tooltip label={t('table.export')}>
      <ActionIcon
        aria-label={t('table.export')}
        loading={isBusy}
        disabled={list.total === 0}
        onClick={() => void run()}
      >
        <Download size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function LookMenu<Row>({ columns, shown, look, onLook }: TableToolsProps<Row>) {
  const t = useTexts(uiTexts)
  const choosable = columns.filter((column) => column.choice !== undefined)
  const isShown = (key: string) => shown.some((column) => column.key === key)
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('table.tools')}>
          <ActionIcon aria-label={t('table.tools')}>
            <Settings2 size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={look.isDense} onChange={(isDense) => onLook({ ...look, isDense })}>
          {t('table.density')}
        </Menu.CheckboxItem>
        {choosable.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('table.columns')}</Menu.Label>
            {choosable.map(({ key, header }) => (
              <Menu.CheckboxItem
                key={key}
                checked={isShown(key)}
                onChange={(isOn) => onLook({ ...look, columns: { ...look.columns, [key]: isOn } })}
              >
                {header}
              </Menu.CheckboxItem>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => onLook({ ...look, columns: {} })}>{t('table.restoreColumns')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
