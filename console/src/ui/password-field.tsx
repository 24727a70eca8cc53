import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from './ui.i18n.ts'

/** A password being typed: can be shown, and says when Caps Lock is on. */
export function PasswordField({ description, ...props }: PasswordInputProps) {
  const t = useTexts(uiTexts)
  const [isShown, setShown] = useState(false)
  const [hasCapsLock, setCapsLock] = useState(false)
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <PasswordInput
      {...props}
      description={hasCapsLock ? t('secret.capsLock') : description}
      visible={isShown}
      onVisibilityChange={setShown}
      visibilityToggleButtonProps={{ 'aria-label': isShown ? t('secret.hide') : t('secret.show') }}
      onKeyUp={watch}
    />
  )
}
