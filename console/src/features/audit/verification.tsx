import { ActionIcon, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { LoaderCircle, ShieldAlert, ShieldCheck, X } from 'lucide-react'
import { call, type OutputOf } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { auditTexts } from './audit.i18n.ts'
import classes from './audit.module.css'

export interface Verification {
  readonly isRunning: boolean
  readonly result: { readonly answer: OutputOf<'verify-audit'>; readonly at: number } | undefined
  run(): void
  dismiss(): void
}

export function useVerification(): Verification {
  const verify = useMutation({
    mutationFn: async () => ({ answer: await call('verify-audit'), at: Date.now() }),
    onError: showError,
  })
  return { isRunning: verify.isPending, result: verify.data, run: () => verify.mutate(), dismiss: () => verify.reset() }
}

/** The answer stays until it is put away: it is what somebody came for. */
export function VerificationResult({
  verification,
  onShow,
}: {
  readonly verification: Verification
  onShow(id: number): void
}) {
  const t = useTexts(auditTexts)
  const format = useFormat()
  const { result, isRunning, dismiss } = verification
  if (isRunning) {
    return (
      <div className={classes.verify} role="status">
        <LoaderCircle size={20} aria-hidden className={classes.spin} />
        <b>{t('verify.running')}</b>
      </div>
    )
  }
  if (!result) return null
  const { ok, checked, message, first_broken_id: broken } = result.answer
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <div className={classes.verify} data-ok={ok} role={ok ? 'status' : 'alert'}>
      <Icon size={22} aria-hidden />
      <div className={classes.verifyWords}>
        <b>{t(ok ? 'verify.ok' : 'verify.broken')}</b>
        <p>{ok ? t('verify.checked', { rows: format.number(checked), time: format.time(result.at) }) : message}</p>
      </div>
      {broken !== null && (
        <Button size="compact-sm" variant="default" onClick={() => onShow(broken)}>
          {t('verify.show')}
        </Button>
      )}
      <ActionIcon size="md" aria-label={t('verify.dismiss')} onClick={dismiss}>
        <X size={16} aria-hidden />
      </ActionIcon>
    </div>
  )
}
