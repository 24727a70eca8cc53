import { Button, Input, PasswordInput } from '@mantine/core'
import { LockKeyhole, Trash2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import classes from './form.module.css'
import { uiTexts } from './ui.i18n.ts'

interface SecretInputProps {
  readonly label: string
  readonly description?: ReactNode
  readonly name?: string
  /** The server holds a value (`has_secret`), which it never shows. */
  readonly isSet: boolean
  /** `undefined` keeps what is stored, a text replaces it, `null` takes it away. */
  readonly value: string | null | undefined
  /** The stored value may be taken away without a new one. */
  readonly canRemove?: boolean
  readonly error?: string | undefined
  readonly required?: boolean
  onChange(value: string | null | undefined): void
}

/** A secret the server keeps to itself: shows that it is set, and lets it be replaced, never read. */
export function SecretInput({
  label,
  description,
  name,
  isSet,
  value,
  canRemove = false,
  error,
  required,
  onChange,
}: SecretInputProps) {
  const t = useTexts(uiTexts)
  const id = useId()
  const [isReplacing, setReplacing] = useState(false)
  const keep = () => {
    setReplacing(false)
    onChange(undefined)
  }
  if (isSet && value === null) {
    return (
      <Input.Wrapper label={label} description={description} error={error} id={id} labelElement="div">
        <div className={classes.secret}>
          <Trash2 size={15} aria-hidden />
          <span className={classes.secretText}>{t('secret.willGo')}</span>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={keep}>
            {t('secret.keep')}
          </Button>
        </div>
      </Input.Wrapper>
    )
  }
  if (isSet && !isReplacing && value === undefined) {
    return (
      <Input.Wrapper label={label} description={description} error={error} id={id} labelElement="div">
        <div className={classes.secret}>
          <LockKeyhole size={15} aria-hidden />
          <span className={classes.secretText}>{t('secret.set')}</span>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${label} ${t('secret.replace')}`}
            onClick={() => setReplacing(true)}
          >
            {t('secret.replace')}
          </Button>
          {canRemove && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={`${label} ${t('secret.remove')}`}
              onClick={() => onChange(null)}
            >
              {t('secret.remove')}
            </Button>
          )}
        </div>
      </Input.Wrapper>
    )
  }
  return (
    <div className={classes.secretEdit}>
      <PasswordInput
        label={label}
        description={description}
        name={name ?? id}
        error={error}
        required={(required ?? false) && !isSet}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        autoFocus={isReplacing}
      />
      {isSet && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={keep}>
          {t('secret.keep')}
        </Button>
      )}
    </div>
  )
}

interface StoredSecretProps {
  readonly label: string
  readonly description?: ReactNode
  readonly isReplacing: boolean
  readonly children: ReactNode
  onReplace(): void
  onKeep(): void
}

/** The same around any other field whose value the server keeps to itself, such as an address with a key in it. */
export function StoredSecret({ label, description, isReplacing, children, onReplace, onKeep }: StoredSecretProps) {
  const t = useTexts(uiTexts)
  if (isReplacing) {
    return (
      <div className={classes.secretEdit}>
        {children}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onKeep}>
          {t('secret.keep')}
        </Button>
      </div>
    )
  }
  return (
    <Input.Wrapper label={label} description={description} labelElement="div">
      <div className={classes.secret}>
        <LockKeyhole size={15} aria-hidden />
        <span className={classes.secretText}>{t('secret.set')}</span>
        <Button size="compact-sm" variant="subtle" aria-label={`${label} ${t('secret.replace')}`} onClick={onReplace}>
          {t('secret.replace')}
        </Button>
      </div>
    </Input.Wrapper>
  )
}
