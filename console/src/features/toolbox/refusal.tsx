import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiError, isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'

/** Said in both languages of a refusal to reach a private address; there is no code of its own for it. */
const closedAddress = 'BONGSU_OUTBOUND_ALLOW'

/** Why nothing was run: what happened, when it may work, and the way to make it work. */
export function Refusal({ error }: { readonly error: unknown }) {
  const t = useTexts(toolboxTexts)
  const isLimit = isApiError(error, 'rate_limited')
  const fields = error instanceof ApiError ? Object.values(error.fields) : []
  const message = fields.length > 0 ? fields.join(' ') : error instanceof Error ? error.message : String(error)
  const isClosed = message.includes(closedAddress)
  const title = isLimit
    ? t('refused.limit')
    : isClosed
      ? t('refused.closed')
      : fields.length > 0
        ? t('refused.fields')
        : t('refused.failed')
  return (
    <div className={classes.refusal} data-tone={isLimit ? 'degraded' : 'down'}>
      <CircleAlert size={18} aria-hidden />
      <div>
        <p className={classes.refusalTitle}>{title}</p>
        <p>{message}</p>
        {isLimit && <Wait seconds={waitOf(error)} />}
        {isClosed && <Allow />}
        {error instanceof ApiError && fields.length === 0 && (
          <p className={classes.dim}>
            {t('refused.code')} <code>{error.code}</code>
          </p>
        )}
      </div>
    </div>
  )
}

const waitOf = ({ retryAfter, details }: ApiError): number =>
  retryAfter ?? (typeof details.retry_after_seconds === 'number' ? details.retry_after_seconds : 5)

function Wait({ seconds }: { readonly seconds: number }) {
  const t = useTexts(toolboxTexts)
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  return <p>{left > 0 ? t('refused.again', { count: left }) : t('refused.now')}</p>
}

/** A private address is opened by an administrator, on purpose; where, is one click away for those who may. */
function Allow() {
  const t = useTexts(toolboxTexts)
  const may = useMay('update-setting')
  return <p>{may ? <Link to="/settings/outbound">{t('refused.allow')}</Link> : t('refused.ask')}</p>
}
