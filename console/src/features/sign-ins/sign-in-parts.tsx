import { useTexts } from '#lib/i18n.ts'
import { Tag } from '#ui/state-badge.tsx'
import type { SignIn } from './sign-in.ts'
import { signInsTexts } from './sign-ins.i18n.ts'
import classes from './sign-ins.module.css'

export function ResultTag({ result }: { readonly result: SignIn['result'] }) {
  const t = useTexts(signInsTexts)
  // What went as it should is said quietly.
  if (result === 'success') return <span>{t('results.success')}</span>
  return <Tag tone="down">{t(`results.${result}`)}</Tag>
}

/** Why, and how often where a line stands for several attempts. */
export function Reason({ signIn: { reason, attempts } }: { readonly signIn: SignIn }) {
  const t = useTexts(signInsTexts)
  return (
    <span>
      {t(`reasons.${reason}`)}
      {attempts > 1 && <> · {t('times', { count: attempts })}</>}
    </span>
  )
}

/** A name where there is a person; else what was typed, marked as nobody's. */
export function Who({ signIn }: { readonly signIn: SignIn }) {
  const t = useTexts(signInsTexts)
  if (signIn.person_name !== null) return <span className={classes.who}>{signIn.person_name}</span>
  if (signIn.reason === 'rate_limited') return <span className={classes.unread}>{t('unread')}</span>
  return (
    <span className={classes.who}>
      <code>{signIn.login || '–'}</code> <Tag>{t('unknown')}</Tag>
    </span>
  )
}
