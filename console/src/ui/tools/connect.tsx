import { SegmentedControl, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { type ClientName, clients, snippetFor, tokenPlaceholder } from '#lib/connect.ts'
import { useTexts } from '#lib/i18n.ts'
import { CopyButton } from '../copy-button.tsx'
import { toolTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

interface ConnectProps {
  /** The token that was just made; without it the snippets hold a place for one. */
  readonly token?: string | undefined
  /** The virtual server to connect to. */
  readonly server?: string
}

/** Ready to paste: how the usual clients are told of this installation. */
export function Connect({ token, server }: ConnectProps) {
  const t = useTexts(toolTexts)
  const isNarrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false })
  const [client, setClient] = useState<ClientName>('claude-code')
  const snippet = snippetFor(client, {
    origin: window.location.origin,
    token: token ?? tokenPlaceholder,
    ...(server === undefined ? {} : { server }),
  })
  const data = clients.map((value) => ({ value, label: t(`connect.clients.${value}`) }))
  return (
    <div className={classes.connect}>
      {isNarrow ? (
        <Select
          aria-label={t('connect.client')}
          data={data}
          value={client}
          allowDeselect={false}
          checkIconPosition="right"
          onChange={(next) => next && setClient(next as ClientName)}
        />
      ) : (
        <SegmentedControl
          className={classes.connectChoice ?? ''}
          aria-label={t('connect.client')}
          data={data}
          value={client}
          onChange={(next) => setClient(next as ClientName)}
        />
      )}
      <p className={classes.connectWhere}>{t(`connect.where.${client}`)}</p>
      <div className={classes.snippet}>
        <pre>{snippet}</pre>
        <span className={classes.snippetCopy}>
          <CopyButton value={snippet} label={t('connect.copy', { client: t(`connect.clients.${client}`) })} />
        </span>
      </div>
      {token === undefined && (
        <p className={classes.connectWhere}>{t('connect.placeholder', { token: tokenPlaceholder })}</p>
      )}
    </div>
  )
}
