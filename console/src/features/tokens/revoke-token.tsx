import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { type Token, touched } from './token.ts'
import { tokensTexts } from './tokens.i18n.ts'

/** Cannot be undone, and something somewhere stops working: the name has to be typed. */
export function RevokeToken({ token, onClose }: { readonly token: Token; onClose(): void }) {
  const t = useTexts(tokensTexts)
  const { id, name, hint } = token
  const revoke = useCommand('revoke-token', {
    invalidates: touched,
    done: t('done.revoked', { name }),
    onDone: onClose,
  })
  return (
    <ConfirmDestructive
      isOpen
      title={t('revoke.title', { name })}
      text={<RichText text={t('revoke.text', { hint })} />}
      verb={t('revoke.verb')}
      phrase={name}
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    />
  )
}
