import { setupState } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { identityKey } from './identity-service.ts'
import { needsFirstAccount } from './person-store.ts'

export const getSetupState = operation({
  name: 'get-setup-state',
  summary: text(
    '첫 계정이 필요한지, 가입을 어떻게 받는지 알려줍니다.',
    'Tells whether the first account is still to be made, and how people sign up.',
  ),
  access: 'public',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/auth/setup' },
  input: z.strictObject({}),
  output: setupState,
  async run(ctx) {
    const identity = ctx.use(identityKey)
    const isEmpty = await needsFirstAccount(ctx.db)
    return {
      needs_first_account: isEmpty,
      needs_setup_code: isEmpty && identity.setupCode !== null,
      signup: identity.policy().signUpMode,
    }
  },
})
