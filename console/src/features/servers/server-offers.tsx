import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { Card, CardRow } from '#ui/card.tsx'
import type { ServerDetail } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'

/** What I would see at the address now, by the names it has there. */
export function ServerOffers({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  return (
    <>
      <Card title={t('offers.tools')}>
        {server.is_searched && <p className={classes.hint}>{t('searched')}</p>}
        <Items
          items={server.tools}
          nameOf={(item) => (
            <Link to="/tools/$name" params={{ name: (item as ServerDetail['tools'][number]).tool } as never}>
              <code>{item.name}</code>
            </Link>
          )}
        />
      </Card>
      <CardRow min={320}>
        <Card title={t('offers.resources')}>
          <Items items={[...server.resources, ...server.resource_templates]} />
        </Card>
        <Card title={t('offers.prompts')}>
          <Items items={server.prompts} />
        </Card>
      </CardRow>
    </>
  )
}

type Item = ServerDetail['resources'][number]

function Items({ items, nameOf }: { readonly items: readonly Item[]; nameOf?(item: Item): ReactNode }) {
  const t = useTexts(serversTexts)
  if (items.length === 0) return <p className={classes.hint}>{t('offers.none')}</p>
  return (
    <ul className={classes.offers}>
      {items.map((item) => (
        <li key={`${item.source} ${item.name}`}>
          <span className={classes.offerName}>
            {nameOf?.(item) ?? <code>{item.name}</code>}
            {item.name !== item.name_in_source && (
              <span className={classes.hint}>
                {t('offers.from', { source: item.source, name: item.name_in_source })}
              </span>
            )}
          </span>
          <span className={classes.hint}>{item.description ?? item.title}</span>
        </li>
      ))}
    </ul>
  )
}
