import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useNow } from '#lib/now.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import type { Certificate } from './evidence.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'

const dayMs = 86_400_000

/** From the server's own certificate up to the one that everybody knows. */
export function CertificateChain({ certificates }: { readonly certificates: readonly Certificate[] }) {
  return (
    <ol className={classes.chain}>
      {certificates.map((certificate, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same certificate may be sent twice, and a chain never moves
        <Link key={index} certificate={certificate} role={roleOf(certificate, index)} />
      ))}
    </ol>
  )
}

type Role = 'leaf' | 'intermediate' | 'root'

const roleOf = ({ subject, issuer }: Certificate, index: number): Role =>
  index === 0 ? 'leaf' : subject === issuer ? 'root' : 'intermediate'

function Link({ certificate, role }: { readonly certificate: Certificate; readonly role: Role }) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const now = useNow()
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / dayMs)
  const state = days < 0 ? 'down' : days <= 14 ? 'degraded' : 'up'
  return (
    <li className={classes.link}>
      <StateIcon state={state} />
      <div className={classes.linkWords}>
        <div className={classes.linkHead}>
          <b>{commonName(certificate.subject)}</b>
          <span>{t(`chain.${role}`)}</span>
        </div>
        <div className={classes.linkFacts}>
          <span>
            {t('field.issuer')} {commonName(certificate.issuer)}
          </span>
          <span>
            {t('chain.until', { date: format.time(certificate.valid_to, 'date') })} ·{' '}
            {days < 0 ? t('chain.expired', { count: -days }) : t('chain.daysLeft', { count: days })}
          </span>
        </div>
      </div>
    </li>
  )
}

/** `C=US, O=Let's Encrypt, CN=R11` → `R11`; without a common name, all of it. */
const commonName = (subject: string): string => /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject
