import type { ReportRequest } from '@bongsu/contract/artifacts.ts'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { runsTexts } from './runs.i18n.ts'
import classes from './runs.module.css'

const hasFailed = ({ status, error }: ReportRequest): boolean => error !== null || (status !== null && status >= 400)

/** Everything the page asked for, in order. */
export function NetworkTable({ requests }: { readonly requests: readonly ReportRequest[] }) {
  const t = useTexts(runsTexts)
  const format = useFormat()
  const [isFiltered, setFiltered] = useState(false)
  const failed = requests.filter(hasFailed)
  const shown = isFiltered ? failed : requests
  if (requests.length === 0) return <p className={classes.none}>{t('noNetwork')}</p>
  return (
    <>
      {failed.length > 0 && (
        <Switch
          label={`${t('filterNetwork')} (${failed.length})`}
          checked={isFiltered}
          onChange={(event) => setFiltered(event.currentTarget.checked)}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t('network')}>
        <table className={classes.network}>
          <thead>
            <tr>
              {(['status', 'method', 'url', 'type', 'size', 'at', 'duration'] as const).map((column) => (
                <th key={column}>{t(`column.${column}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((request, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same address may be asked for twice
              <tr key={index} data-bad={hasFailed(request) || undefined}>
                <td>{request.status ?? request.error ?? '–'}</td>
                <td>{request.method}</td>
                <td className={classes.url} title={request.url}>
                  {request.url}
                </td>
                <td>{request.type}</td>
                <td>{request.size === null ? '–' : format.bytes(request.size)}</td>
                <td>{format.ms(request.at_ms)}</td>
                <td>{format.ms(request.duration_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
