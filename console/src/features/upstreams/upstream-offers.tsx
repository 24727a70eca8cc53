import { useTexts } from '#lib/i18n.ts'
import { Card, CardRow } from '#ui/card.tsx'
import type { UpstreamDetail } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

/** What it has besides tools, and what it says of itself. */
export function UpstreamOffers({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  return (
    <>
      <CardRow min={320}>
        <Offers title={t('offers.resources')} items={upstream.resources} />
        <Offers title={t('offers.prompts')} items={upstream.prompts} />
        {upstream.resource_templates.length > 0 && (
          <Offers title={t('offers.templates')} items={upstream.resource_templates} />
        )}
      </CardRow>
      {upstream.instructions !== null && (
        <Card title={t('offers.instructions')}>
          <p className={classes.hint}>{t('offers.instructionsHint')}</p>
          <p className={classes.instructions}>{upstream.instructions}</p>
        </Card>
      )}
    </>
  )
}

interface OffersProps {
  readonly title: string
  readonly items: UpstreamDetail['resources']
}

function Offers({ title, items }: OffersProps) {
  const t = useTexts(upstreamsTexts)
  return (
    <Card title={title}>
      {items.length === 0 && <p className={classes.hint}>{t('offers.none')}</p>}
      <ul className={classes.offers}>
        {items.map((item) => (
          <li key={item.name}>
            <code className={classes.tool}>{item.name}</code>
            <span>{item.description ?? item.title}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
