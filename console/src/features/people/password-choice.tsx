import { Input, SegmentedControl } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { PasswordField } from '#ui/password-field.tsx'
import { peopleTexts } from './people.i18n.ts'

interface PasswordChoiceProps {
  /** `null`: the server makes one. */
  readonly value: string | null
  readonly error: string | undefined
  onChange(password: string | null): void
}

export function PasswordChoice({ value, error, onChange }: PasswordChoiceProps) {
  const t = useTexts(peopleTexts)
  return (
    <div>
      <Input.Wrapper
        label={t('form.password')}
        description={value === null ? t('form.passwordMadeHint') : undefined}
        labelElement="div"
        inputWrapperOrder={['label', 'input', 'description']}
      >
        <div>
          <SegmentedControl
            aria-label={t('form.password')}
            data={[
              { value: 'made', label: t('form.passwordMade') },
              { value: 'typed', label: t('form.passwordTyped') },
            ]}
            value={value === null ? 'made' : 'typed'}
            onChange={(next) => onChange(next === 'made' ? null : '')}
          />
        </div>
      </Input.Wrapper>
      {value !== null && (
        <PasswordField
          mt="sm"
          name="password"
          aria-label={t('form.password')}
          description={t('form.passwordHint')}
          value={value}
          error={error}
          autoComplete="new-password"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  )
}
