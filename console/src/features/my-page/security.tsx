import { useTexts } from '#lib/i18n.ts'
import { FormSection } from '#ui/form-section.tsx'
import { myPageTexts } from './my-page.i18n.ts'
import classes from './my-page.module.css'
import { PasswordForm } from './password-form.tsx'
import { Sessions } from './sessions.tsx'

export function Security() {
  const t = useTexts(myPageTexts)
  return (
    <>
      <FormSection title={t('password.title')} text={t('password.text')}>
        <PasswordForm />
      </FormSection>
      <section className={classes.sessions}>
        <h2 className={classes.title}>{t('sessions.title')}</h2>
        <p className={classes.text}>{t('sessions.text')}</p>
        <Sessions />
      </section>
    </>
  )
}
