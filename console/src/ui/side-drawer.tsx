import { Button, Drawer, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import classes from './side-drawer.module.css'
import { uiTexts } from './ui.i18n.ts'

interface SideDrawerProps {
  readonly isOpen: boolean
  readonly title: ReactNode
  readonly children: ReactNode
  /** Stays in sight while the content scrolls: buttons. */
  readonly foot?: ReactNode
  readonly size?: number
  /** Closed by its buttons only: what stands in it is shown once. */
  readonly isHeld?: boolean
  onClose(): void
}

/** One thing beside the list it was opened from: the list stays where it was. The whole width of a phone. */
export function SideDrawer({ children, foot, ...frame }: SideDrawerProps) {
  return (
    <Frame {...frame}>
      <div className={classes.scroll}>{children}</div>
      {foot && <div className={classes.foot}>{foot}</div>}
    </Frame>
  )
}

function Frame({ isOpen, title, children, size = 520, isHeld = false, onClose }: Omit<SideDrawerProps, 'foot'>) {
  const t = useTexts(uiTexts)
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={`min(${size}px, 100vw)`}
      title={title}
      closeOnClickOutside={!isHeld}
      closeOnEscape={!isHeld}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ content: classes.content, header: classes.header, title: classes.title, body: classes.body }}
    >
      {children}
    </Drawer>
  )
}

interface FormDrawerProps extends Omit<SideDrawerProps, 'foot'> {
  readonly isDirty: boolean
  readonly isSaving: boolean
  /** The verb on the button. */
  readonly submit: string
  /** Also offered when nothing changed: for making something new out of defaults. */
  readonly canSubmitUnchanged?: boolean
  /** False while something is missing that only this form knows of. */
  readonly canSubmit?: boolean
  /** Left in the foot: what else can be done with this thing. */
  readonly aside?: ReactNode
  onSubmit(): void
}

/** A form in a drawer: save at hand, and nothing typed is lost by a slip, neither by a click beside nor by "back". */
export function FormDrawer({
  isDirty,
  isSaving,
  submit,
  canSubmitUnchanged = false,
  canSubmit = true,
  aside,
  onSubmit,
  onClose,
  children,
  ...frame
}: FormDrawerProps) {
  const t = useTexts(uiTexts)
  const leaving = useLeaving(isDirty && !isSaving, onClose)
  const send = (event: FormEvent) => {
    event.preventDefault()
    // A form inside a dialog inside this one must not save this one.
    event.stopPropagation()
    onSubmit()
  }
  return (
    <>
      <Frame {...frame} onClose={leaving.request}>
        <form className={classes.form} onSubmit={send} noValidate>
          <div className={classes.scroll}>{children}</div>
          <div className={classes.foot}>
            {aside}
            <span className={classes.space} />
            <Button variant="default" onClick={leaving.request} disabled={isSaving}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={!canSubmit || (!isDirty && !canSubmitUnchanged)}>
              {submit}
            </Button>
          </div>
        </form>
      </Frame>
      <Modal
        opened={leaving.isAsking}
        onClose={leaving.stay}
        title={t('unsaved.title')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Text mb="lg">{t('unsaved.text')}</Text>
        <div className={classes.answer}>
          <Button variant="subtle" color="red" onClick={leaving.leave}>
            {t('unsaved.leave')}
          </Button>
          <Button data-autofocus onClick={leaving.stay}>
            {t('unsaved.stay')}
          </Button>
        </div>
      </Modal>
    </>
  )
}

/** Two ways out, one question: closing the drawer, and leaving the address it stands on. */
function useLeaving(isDirty: boolean, onClose: () => void) {
  const [isClosing, setClosing] = useState(false)
  const mayLeave = useRef(false)
  const hasToAsk = useRef(isDirty)
  useEffect(() => {
    hasToAsk.current = isDirty
  })
  const blocker = useBlocker({
    // A form that has just been saved closes in the same breath: what it says of itself now is a moment old.
    shouldBlockFn: async () => {
      await new Promise((resolve) => setTimeout(resolve))
      return hasToAsk.current && !mayLeave.current
    },
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  const isBlocked = blocker.status === 'blocked'
  return {
    isAsking: isClosing || isBlocked,
    request: () => (isDirty ? setClosing(true) : onClose()),
    stay: () => {
      setClosing(false)
      blocker.reset?.()
    },
    leave: () => {
      mayLeave.current = true
      setClosing(false)
      if (isBlocked) blocker.proceed()
      else onClose()
    },
  }
}
