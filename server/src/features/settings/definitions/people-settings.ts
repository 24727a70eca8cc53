import { signUpModes } from '@bongsu/contract/identity.ts'
import { languages, text } from '@bongsu/contract/text.ts'
import { timeZone } from '@bongsu/contract/time-zone.ts'
import { z } from 'zod'
import { defineSetting } from '../setting.ts'

export const generalSetting = defineSetting({
  key: 'general',
  group: 'general',
  title: text('일반', 'General'),
  help: text(
    '새 사용자와 시스템이 쓰는 기본 언어와 시간대, 메일과 알림에 넣을 주소입니다.',
    'The language and time zone of the system and of new people, and the address for links in mails and alerts.',
  ),
  schema: z.strictObject({
    language: z.enum(languages).meta({
      label: text('기본 언어', 'Default language'),
      labels: { ko: text('한국어', '한국어'), en: text('English', 'English') },
    }),
    time_zone: timeZone.meta({ label: text('기본 시간대', 'Default time zone'), format: 'time-zone' }),
    public_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .meta({
        label: text('공개 주소', 'Public address'),
        help: text(
          '다른 사람이 이 서버에 접속하는 주소입니다. 예: https://status.example.com',
          'Where others reach this server, such as https://status.example.com',
        ),
      }),
  }),
  default: { language: 'ko', time_zone: 'Asia/Seoul', public_url: null },
})

export const signUpSetting = defineSetting({
  key: 'sign_up',
  group: 'people',
  title: text('회원가입', 'Sign-up'),
  help: text('누가 스스로 계정을 만들 수 있는지 정합니다.', 'Who may make an account by themselves.'),
  schema: z.strictObject({
    mode: z.enum(signUpModes).meta({
      label: text('가입 방식', 'Mode'),
      labels: {
        open: text('누구나 바로', 'Anybody, at once'),
        approval: text('관리자 승인 후', 'After approval'),
        invite: text('초대받은 사람만', 'By invitation'),
        closed: text('받지 않음', 'Closed'),
      },
    }),
    role: z.enum(['user', 'viewer']).meta({
      label: text('가입한 사람의 역할', 'Role of newcomers'),
      labels: { user: text('사용자', 'User'), viewer: text('열람자', 'Viewer') },
    }),
  }),
  default: { mode: 'approval', role: 'user' },
})

export const signInSetting = defineSetting({
  key: 'sign_in',
  group: 'people',
  title: text('로그인', 'Sign-in'),
  help: text(
    '로그인이 얼마나 유지되는지, 비밀번호를 몇 번 틀리면 기다려야 하는지 정합니다.',
    'How long a sign-in lasts, and after how many wrong passwords one has to wait.',
  ),
  schema: z.strictObject({
    access_token_minutes: z
      .int()
      .min(5)
      .max(20_160)
      .meta({ label: text('접근 토큰 유효 시간', 'Access token lifetime'), unit: text('분', 'min') }),
    session_idle_hours: z
      .int()
      .min(1)
      .max(336)
      .meta({ label: text('쓰지 않으면 로그아웃', 'Sign out when idle'), unit: text('시간', 'h') }),
    session_absolute_days: z
      .int()
      .min(1)
      .max(90)
      .meta({ label: text('최대 로그인 유지 기간', 'Longest session'), unit: text('일', 'days') }),
    lock_after: z
      .int()
      .min(3)
      .max(20)
      .meta({ label: text('잠그기까지 틀린 횟수', 'Wrong passwords before a wait') }),
    history_days: z
      .int()
      .min(7)
      .max(3650)
      .meta({ label: text('접속 이력 보관 기간', 'Sign-in history kept'), unit: text('일', 'days') }),
  }),
  default: {
    access_token_minutes: 60,
    session_idle_hours: 12,
    session_absolute_days: 14,
    lock_after: 5,
    history_days: 365,
  },
})

const perMinute = z.int().min(1).max(100_000)

export const rateLimitsSetting = defineSetting({
  key: 'rate_limits',
  group: 'people',
  title: text('요청 제한', 'Rate limits'),
  help: text(
    '1분 동안 받아들이는 요청 수입니다. 로그인한 사람은 사람마다, 아니면 주소마다 셉니다. 콘솔 화면이 보내는 요청은 API 호출과 따로 셉니다.',
    'Requests admitted within a minute, counted per signed-in person, else per address. What the console asks for is counted apart from API calls.',
  ),
  schema: z.strictObject({
    sign_in_per_minute: perMinute.meta({ label: text('로그인', 'Sign-in'), unit: text('회/분', '/min') }),
    sign_up_per_minute: perMinute.meta({ label: text('회원가입', 'Sign-up'), unit: text('회/분', '/min') }),
    password_per_minute: perMinute.meta({
      label: text('비밀번호 변경', 'Password change'),
      unit: text('회/분', '/min'),
    }),
    api_per_minute: perMinute.meta({ label: text('그 밖의 API', 'Every other call'), unit: text('회/분', '/min') }),
    console_per_minute: perMinute.meta({ label: text('콘솔 화면', 'The console'), unit: text('회/분', '/min') }),
  }),
  default: {
    sign_in_per_minute: 10,
    sign_up_per_minute: 5,
    password_per_minute: 5,
    api_per_minute: 120,
    console_per_minute: 1200,
  },
})
