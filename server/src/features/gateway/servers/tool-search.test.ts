import { describe, expect, it } from 'vitest'
import type { Tool } from '../tools/tool.ts'
import { ToolSearch, termsOf } from './tool-search.ts'

const tool = (name: string, ko: string, en: string, parameters: Record<string, string> = {}): [string, Tool] => [
  name,
  {
    name,
    nameInSource: name,
    sourceId: 'own',
    tags: [],
    access: 'tools.call',
    effect: 'read',
    define: (language) => ({
      description: language === 'ko' ? ko : en,
      inputSchema: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(parameters).map(([key, description]) => [key, { description }])),
      },
    }),
  },
]

const tools = new Map([
  tool('get_weather', '도시의 오늘 날씨를 알려 줍니다.', 'Tells the weather of a city.', { city: 'Name of the city' }),
  tool('list-projects', '감시하는 프로젝트를 조회합니다.', 'Lists the projects that are watched.'),
  tool('createInvoice', '거래처에 청구서를 발행합니다.', 'Issues an invoice to a customer.', {
    vat: '부가세 포함 여부',
  }),
  tool('send_email', '메일 한 통을 바로 보냅니다.', 'Sends one mail at once.'),
])
const search = new ToolSearch(tools)
const found = (words: string, isSeen: (one: Tool) => boolean = () => true) =>
  search.find(words, 3, isSeen).map(({ name }) => name)

describe('the search of tools', () => {
  it.each([
    ['오늘 서울 날씨가 어때?', 'get_weather'],
    ['날씨', 'get_weather'],
    ['청구서를 만들어 줘', 'createInvoice'],
    ['부가세', 'createInvoice'],
    ['프로젝트 목록', 'list-projects'],
    ['메일 보내기', 'send_email'],
    ['what is the weather like', 'get_weather'],
    ['project', 'list-projects'],
    ['invoices', 'createInvoice'],
    ['wether', 'get_weather'],
  ])('finds for “%s” first %s', (words, name) => {
    expect(found(words)[0]).toBe(name)
  })

  it('finds nothing where nothing fits, and never what the caller may not use', () => {
    expect(found('quantum chromodynamics')).toEqual([])
    expect(found('날씨', ({ name }) => name !== 'get_weather')).toEqual([])
  })

  it('parts words at capitals and underscores, and Korean into pairs', () => {
    expect(termsOf('getUser_info v2')).toEqual(['get', 'user', 'info', 'v2'])
    expect(termsOf('날씨를 봄 API키')).toEqual(['날씨', '씨를', '봄', '키', 'api'])
  })
})
