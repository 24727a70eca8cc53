import { Button } from '@mantine/core'
import { MailPlus, UserPlus, Users } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useUrlState } from '#lib/url-state.ts'
import { PageHeader } from '#ui/page-header.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { AddPerson } from './add-person.tsx'
import { InvitationList } from './invitation-list.tsx'
import { MakeInvitation } from './make-invitation.tsx'
import { peopleTexts } from './people.i18n.ts'
import { PersonList } from './person-list.tsx'

export default function PeoplePage() {
  const t = useTexts(peopleTexts)
  const [{ tab, new: opened }, change] = useUrlState({ tab: 'people', new: '' })
  const close = () => change({ new: '' })
  const actions =
    tab === 'invitations' ? (
      <Button leftSection={<MailPlus size={16} aria-hidden />} onClick={() => change({ new: 'invitation' }, 'push')}>
        {t('invitations.make')}
      </Button>
    ) : (
      <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => change({ new: 'person' }, 'push')}>
        {t('actions.add')}
      </Button>
    )
  return (
    <>
      <PageHeader icon={Users} title={t('title')} purpose={t('purpose')} actions={actions} />
      <UrlTabs
        tabs={[
          { key: 'people', label: t('tabs.people'), content: <PersonList /> },
          { key: 'invitations', label: t('tabs.invitations'), content: <InvitationList /> },
        ]}
      />
      {opened === 'person' && <AddPerson onClose={close} />}
      {opened === 'invitation' && <MakeInvitation onClose={close} />}
    </>
  )
}
