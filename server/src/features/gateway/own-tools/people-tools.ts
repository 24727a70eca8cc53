import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { peopleKey } from '#features/identity/index.ts'
import { notFound } from '#kernel/errors.ts'
import { ownTool } from './contract.ts'

export const helloUser = ownTool({
  name: 'hello_user',
  summary: text('이름을 불러 인사합니다.', 'Greets somebody by name.'),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  run: async ({ name }, { language }) => (language === 'ko' ? `안녕하세요, ${name}님!` : `Hello, ${name}!`),
})

export const getUserInfo = ownTool({
  name: 'get_user_info',
  summary: text(
    '사용자 한 사람의 계정을 조회합니다. 관리자만 쓸 수 있습니다.',
    'Reads a person’s account; for administrators.',
  ),
  access: 'people.read',
  effect: 'read',
  input: z.strictObject({ user_id: z.int().min(1).describe('Id of the person') }),
  async run({ user_id }, { database, services }) {
    const person = await services.use(peopleKey).byId(database, user_id)
    if (!person) throw notFound(text('사용자', 'The person'))
    const { id, name, email, role, isEnabled, language, timeZone } = person
    return { id, name, email, role, is_enabled: isEnabled, language, time_zone: timeZone }
  },
})
