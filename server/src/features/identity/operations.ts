import type { AnyOperation } from '#platform/operations/operation.ts'
import { createToken } from './access-tokens/create-token.ts'
import { getToken, listTokens } from './access-tokens/list-tokens.ts'
import { revokeToken, updateToken } from './access-tokens/update-token.ts'
import { addPerson } from './add-person.ts'
import { approvePerson } from './approve-person.ts'
import { changePassword } from './change-password.ts'
import { checkPersonDuplicate } from './check-person-duplicate.ts'
import { deletePerson } from './delete-person.ts'
import { getMe } from './get-me.ts'
import { getPerson } from './get-person.ts'
import { getSetupState } from './get-setup-state.ts'
import { invitePerson, listInvitations, revokeInvitation } from './invitations.ts'
import { listPeople } from './list-people.ts'
import { listMySignIns, listSignIns } from './list-sign-ins.ts'
import { listMySessions, revokeMySession } from './my-sessions.ts'
import { getMySettings, updateMySettings } from './my-settings.ts'
import { refreshSignIn } from './refresh-sign-in.ts'
import { register } from './register.ts'
import { resetPersonPassword } from './reset-person-password.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { unlockPerson } from './unlock-person.ts'
import { updateMe } from './update-me.ts'
import { updatePerson } from './update-person.ts'

export const identityOperations: readonly AnyOperation[] = [
  getSetupState,
  register,
  signIn,
  refreshSignIn,
  signOut,
  getMe,
  updateMe,
  changePassword,
  getMySettings,
  updateMySettings,
  listMySessions,
  revokeMySession,
  listMySignIns,
  listTokens,
  getToken,
  createToken,
  updateToken,
  revokeToken,
  listPeople,
  getPerson,
  checkPersonDuplicate,
  addPerson,
  updatePerson,
  deletePerson,
  approvePerson,
  unlockPerson,
  resetPersonPassword,
  invitePerson,
  listInvitations,
  revokeInvitation,
  listSignIns,
]
