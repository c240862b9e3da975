import type { Words } from '../words.ts';

export const zhHans: Words = {
  language: 'zh-Hans',
  pageTitle: '核验电子印章文件',
  service: '电子印章',
  languageSwitch: '语言',
  heading: '核验电子印章文件',
  lead: '查看 PDF 文件由哪个单位、在何时盖章，以及盖章之后是否被改动过，哪怕只是一个字节。',
  privacy: '核验在您的浏览器中进行，文件不会离开您的设备。',
  chooseFile: '选择 PDF 文件',
  dropHint: '或将文件拖放到这里',
  chooseAnother: '核验另一个文件',
  checking: '正在核验文件…',
  footer: '本页面及其访问区块链的通道由同一台主机提供。如果您不愿信任该主机，可使用命令行工具，并自行选择节点进行核验。',

  passed: {
    sentence: (agencies) => `本文件由${agencies}盖章，此后未被改动。`,
    advice: '请确认这正是您所预期的单位。印章表明文件由谁盖章，并不保证文件内容属实。',
  },
  verdicts: {
    NOT_A_PDF: {
      sentence: '这不是 PDF 文件。',
      advice: '请选择您收到的 PDF 文件。照片、扫描件或其他文档不带有电子印章。',
    },
    FORMAT_FAILURE: {
      sentence: '文件已损坏，或其结构无法核验。',
      advice: '请勿采信。请从原处重新获取文件；编辑或“打印为 PDF”都会破坏印章。若仍无法核验，请询问盖章单位。',
    },
    NO_SEAL_FOUND: {
      sentence: '本文件没有本系统的电子印章。',
      advice: '图像中的红色印章本身不能证明任何事情。文件可能经过打印、扫描或另存，请索取原始 PDF 文件。',
    },
    HASH_FAILURE: {
      sentence: '文件在盖章之后被改动过。',
      advice: '请勿采信。请向盖章单位或文件提供者索取原始文件。',
    },
    SIG_CRYPTO_FAILURE: {
      sentence: '文件中的印章不是真的。',
      advice: '请勿采信。印章被改动过，或并非由该单位的密钥制作。请将文件告知印章所示单位。',
    },
    FORBIDDEN_CHANGE: {
      sentence: '文件盖章之后又被添加了内容。',
      advice: '您看到的内容可能并非盖章时的内容。请勿采信，并索取原始文件。',
    },
    RECORD_MISMATCH: {
      sentence: '印章的各项信息互相矛盾。',
      advice: '文件中的印章图形、签名与记录不一致。请勿采信，并将文件告知盖章单位。',
    },
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
      sentence: '印章所用的密码方法过弱，不足以信任。',
      advice: '无法判定文件真伪。请盖章单位重新盖章。',
    },
    TRY_LATER: {
      sentence: '核验未能完成：区块链没有给出可靠的答复。',
      advice: '这不说明文件是真是假。请过几分钟再试。',
    },
    UNKNOWN_LEDGER: {
      sentence: '本文件登记在本页面不认识的账本上。',
      advice: '它可能属于其他系统，也可能来自仿冒系统。请通过您已知的渠道询问盖章单位，不要使用文件中的链接。',
    },
    NO_CERTIFICATE_CHAIN_FOUND: {
      sentence: '该印章不在登记册中。',
      advice: '任何人都能制作这样的印章。除非盖章单位亲自确认，否则请勿采信。',
    },
    NO_POE: {
      sentence: '没有证据表明这次盖章已被登记。',
      advice: '文件中没有回执，可能过早流出。请向盖章单位索取完成登记的文件。',
    },
    UNRECORDED_USE: {
      sentence: '本文件所指的登记记录并不存在。',
      advice: '印章在未登记的情况下被使用。请勿采信，并告知盖章单位：其密钥可能已被盗用。',
    },
    SIG_CONSTRAINTS_FAILURE: {
      sentence: '印章、证书与记录彼此不符。',
      advice: '无法判定由谁盖章。请勿采信，并询问盖章单位。',
    },
    OUT_OF_BOUNDS_NOT_REVOKED: {
      sentence: '盖章时印章证书不在有效期内。',
      advice: '请询问盖章单位是否认可本文件，并请其重新盖章。',
    },
    REVOKED: {
      sentence: '在本文件盖章之前，印章已被撤销或其密钥已报失窃。',
      advice: '请勿采信：它可能并非由该单位制作。请询问盖章单位。',
    },
    SEAL_NOT_ACTIVE: {
      sentence: '盖章时该印章并未生效。',
      advice: '请勿采信。请索取由有效印章签发的文件。',
    },
    DOCUMENT_REVOKED: {
      sentence: '盖章单位已撤回本文件。',
      advice: '文件是真的，但已不再有效。请向盖章单位索取现行文件。',
    },
    DOCUMENT_REPLACED: {
      sentence: '盖章单位已撤回本文件，并以另一份文件替代。',
      advice: '文件是真的，但已不再有效。请向盖章单位索取替代文件。',
    },
  },
  troubles: {
    'file-unreadable': {
      sentence: '浏览器无法读取该文件。',
      advice: '文件可能已被移动，或正在别处打开。请重新选择；不能核验文件夹。',
    },
    'insecure-page': {
      sentence: '本页面经由未受保护的连接加载。',
      advice: '浏览器不允许这样的页面验算签名。请使用以 https:// 开头的地址打开。',
    },
    'check-not-made': {
      sentence: '核验未能进行。',
      advice: '这不说明文件是真是假。请检查网络连接，重新加载页面后再试。',
    },
  },
  notices: {
    'seal-suspended-later': '该印章后来被暂停使用。本文件盖章在先，仍然有效。',
    'seal-rotated-later': '该印章后来更换了密钥。本文件盖章在先，仍然有效。',
    'seal-retired-later': '该印章后来停用。本文件盖章在先，仍然有效。',
    'seal-revoked-later': '该印章后来被撤销。本文件盖章在先，仍然有效。',
    'document-expired': '本文件的有效期已过。',
    'later-seal-known': '已知本文件有加盖其他印章的更新版本。请索取完整文件。',
    'claimed-time-differs': '文件中所写的时间与登记时间相差超过一小时，以登记时间为准。',
    'covers-earlier-content': '有印章覆盖了页面上原有的内容。请与此前的版本比对。',
  },
  otherDocument: '本文件并非二维码所指的文件。',

  sealOf: (position, count) => (count === 1 ? '印章' : `第 ${position} 枚印章（共 ${count} 枚）`),
  sealPassed: '印章真实，并已登记在区块链上。',
  unconfirmed: '以下仅为读取到的信息，未经证实：',
  facts: {
    agency: '盖章单位',
    seal: '印章',
    sealedAt: '盖章时间',
    sealStatus: '印章现状',
    documentStatus: '文件现状',
    validUntil: '有效期至',
    reason: '原因',
    replacement: '替代文件',
    documentId: '文件编号',
  },
  code: (code) => `编码 ${code}`,
  kinds: {
    official: '公章',
    finance: '财务专用章',
    contract: '合同专用章',
    invoice: '发票专用章',
    approval: '审批专用章',
  },
  sealStatuses: { active: '有效', suspended: '已暂停', revoked: '已撤销', retired: '已停用' },
  documentStatuses: { valid: '有效', expired: '已过期', revoked: (time) => `已于 ${time} 撤回` },
  reasons: {
    'issued-in-error': '签发有误',
    superseded: '已被替代',
    'content-changed': '内容有变',
    withdrawn: '单位撤回',
    fraud: '欺诈',
  },
  unlimited: '长期有效',

  checksSummary: (passed, all) => `核验项目：共 ${all} 项，通过 ${passed} 项`,
  checkStatuses: { passed: '通过', failed: '未通过', indeterminate: '未定', 'not-made': '未进行' },
  checks: {
    format: { name: '文件结构完好', restsOn: '严格读取整个文件；凡无法理解之处，均视为损坏。' },
    digest: { name: '内容未被改动', restsOn: '在此处计算文件的摘要值，与印章中的摘要值比对。' },
    signature: { name: '签名正确', restsOn: '用印章证书中的公钥，在此处验算签名。' },
    'later-changes': { name: '此后未添加内容', restsOn: '比对文件中保存的每个版本；只允许加盖其他印章。' },
    record: { name: '印章信息前后一致', restsOn: '比对已签名的记录、签名，以及单位登记的印章图形。' },
    algorithm: { name: '密码方法足够强', restsOn: '一份固定的清单，列明可接受的方法与密钥长度。' },
    ledger: { name: '区块链已答复', restsOn: '本页面所设定的链；各项答复须一致且不可逆转。' },
    receipt: { name: '回执属于已知账本', restsOn: '回执所指的链与合约，与本页面所设定的比对。' },
    registry: { name: '印章已登记', restsOn: '区块链上的印章登记册。' },
    anchor: { name: '这次盖章已登记', restsOn: '重新计算从本文件到链上登记的路径，并核对回执的每个字段。' },
    identity: { name: '各处所指为同一枚印章', restsOn: '比对证书、记录、链上登记与登记册。' },
    certificate: { name: '证书在有效期内', restsOn: '证书的有效期，与登记时间比对。' },
    key: { name: '密钥未报失窃', restsOn: '区块链上的密钥历史，与登记时间比对。' },
    'seal-status': { name: '盖章时印章有效', restsOn: '区块链上印章在登记时的状态。' },
    'document-status': { name: '文件未被撤回', restsOn: '截至目前区块链上的撤回记录。' },
  },

  foreign: {
    heading: '文件中的其他签名',
    note: '这些签名不是由本系统的印章制作，此处不作判定。名称为文件自称。',
    integrity: { intact: '内容未被改动', altered: '内容已被改动', malformed: '无法读取' },
  },

  record: {
    heading: '二维码对应的登记信息',
    lead: '本服务登记有以下文件：',
    warning: {
      sentence: '图像不能作为证明。',
      advice:
        '任何人都能把二维码或红色印章复制到另一页纸上。这条登记信息不能说明您面前的这一页就是盖过章的那一页；只有核验 PDF 文件才能说明。',
    },
    offer: '核验文件',
    loading: '正在查询登记信息…',
    missing: {
      sentence: '本服务没有此编号的文件。',
      advice: '二维码可能是伪造的，或属于其他系统。请向盖章单位索取 PDF 文件并核验。',
    },
    unavailable: {
      sentence: '无法读取登记信息。',
      advice: '请过几分钟再试。在此期间仍可核验 PDF 文件。',
    },
  },
};
