import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, KeyRound, LockOpen, Pencil, Trash2, UserCheck, UserX } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { peopleTexts } from './people.i18n.ts'
import { useApprove, useEnable, useUnlock } from './person-commands.ts'
import type { Person, PersonDialog } from './person-state.ts'

interface PersonMenuProps {
  readonly person: Person
  readonly isSelf: boolean
  onEdit(): void
  onDialog(dialog: PersonDialog): void
}

export function PersonMenu({ person, isSelf, onEdit, onDialog }: PersonMenuProps) {
  const t = useTexts(peopleTexts)
  const approve = useApprove()
  const unlock = useUnlock()
  const enable = useEnable()
  const { id, name, is_enabled: isEnabled } = person
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('actions.menu', { name })}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={onEdit}>
          {t('actions.edit')}
        </Menu.Item>
        {!person.is_approved && (
          <Menu.Item leftSection={<UserCheck size={15} aria-hidden />} onClick={() => approve.mutate({ id })}>
            {t('actions.approve')}
          </Menu.Item>
        )}
        {person.is_locked && (
          <Menu.Item leftSection={<LockOpen size={15} aria-hidden />} onClick={() => unlock.mutate({ id })}>
            {t('actions.unlock')}
          </Menu.Item>
        )}
        {!isSelf && (
          <>
            <Menu.Item
              leftSection={<KeyRound size={15} aria-hidden />}
              onClick={() => onDialog({ kind: 'reset', person })}
            >
              {t('actions.resetPassword')}
            </Menu.Item>
            <Menu.Item
              leftSection={isEnabled ? <UserX size={15} aria-hidden /> : <UserCheck size={15} aria-hidden />}
              onClick={() => enable.mutate({ id, is_enabled: !isEnabled })}
            >
              {t(isEnabled ? 'actions.disable' : 'actions.enable')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<Trash2 size={15} aria-hidden />}
              onClick={() => onDialog({ kind: 'remove', person })}
            >
              {t('actions.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
