/**
 * What a refused configuration, a client that cannot be changed, and a database or a backup that cannot be used say, in Chinese. Errors and
 * logs carry the English sentence; whoever shows it to a person looks it up here. `{}` stands for whatever the sentence names.
 */
const sentences: readonly (readonly [english: string, chinese: string])[] = [
  // The file, and whatever field.
  [
    'The configuration file {} cannot be read. Name another one with --config; mingpian config template prints one to begin with.',
    '读不了配置文件 {}。用 --config 指定另一个；mingpian config template 会输出一个可以照着改的模板。',
  ],
  ['The configuration file is no valid YAML (line {}).', '配置文件不是正确的 YAML（第 {} 行）。'],
  ['The configuration file is no valid YAML.', '配置文件不是正确的 YAML。'],
  ['is no field of the configuration; did you mean {}?', '配置里没有这个字段；是不是 {}？'],
  ['is no field of the configuration.', '配置里没有这个字段。'],
  ['is missing, or not of the kind that is expected here.', '缺少，或者类型不对。'],
  ['must be a text, a list or a group of fields.', '只能是文字、列表或一组字段。'],
  ['does not lead to a field of the configuration.', '对不上配置里的任何字段。'],
  ['defines a secret that {} beside it defines too.', '与旁边的 {} 写的是同一个密钥，只能留一个。'],
  ['must be the path of a file.', '要写文件的路径。'],
  ['names a file that cannot be read.', '所指的文件读不了。'],
  ['must not be empty.', '不能为空。'],
  ['must be true or false.', '只能是 true 或 false。'],
  ['must be one of {}.', '只能是其中之一：{}。'],
  ['must be a URL.', '要写完整的网址。'],
  ['is already used above; it must be its own.', '上面已经用过，不能重复。'],
  ['can be guessed; take 32 random bytes.', '容易被猜到，请用 32 个随机字节。'],
  // Their shapes.
  ['must be a port, 0 to 65535.', '要写端口，0 到 65535。'],
  ['must be a number, 1 to 999999.', '要写数字，1 到 999999。'],
  ['must be 1 to 32 lower-case letters, digits and hyphens.', '要写 1 到 32 个小写字母、数字或连字符。'],
  ['must be 1 to 64 letters, digits, hyphens and underscores.', '要写 1 到 64 个字母、数字、连字符或下划线。'],
  [
    'must be 1 to 64 letters, digits, dots, hyphens and underscores.',
    '要写 1 到 64 个字母、数字、点、连字符或下划线。',
  ],
  ['must be {} to 128 letters, digits, hyphens and underscores.', '要写 {} 到 128 个字母、数字、连字符或下划线。'],
  ['must be 32 to 128 letters, digits, - and _.', '要写 32 到 128 个字母、数字、- 或 _。'],
  ['must be 3 to 32 letters and digits.', '要写 3 到 32 个字母或数字。'],
  ['must be 43 letters and digits.', '要写 43 个字母或数字。'],
  ['must be wx and 16 lower-case hex digits.', '要写 wx 加 16 位小写十六进制数字。'],
  ['must be 32 lower-case hex digits.', '要写 32 位小写十六进制数字。'],
  ['must be gh_ and 12 hex digits.', '要写 gh_ 加 12 位十六进制数字。'],
  ['must be MP_verify_, 16 letters and digits, and .txt.', '要写 MP_verify_ 加 16 个字母或数字，再加 .txt。'],
  ['must be a host name in lower case, without scheme and port.', '要写小写的域名，不带协议和端口。'],
  ['must be text, event:subscribe, event:*, or *.', '只能是 text、event:subscribe、event:* 或 *。'],
  ['must be an address, or a network such as 10.0.0.0/8.', '要写 IP 地址，或 10.0.0.0/8 这样的网段。'],
  ['must begin with sqlite: or postgres:.', '要以 sqlite: 或 postgres: 开头。'],
  ['must have at least 32 characters.', '至少要 32 个字符。'],
  ['must not be longer than 64 characters.', '不能超过 64 个字符。'],
  ['must not have the form of a UUID; people have it.', '不能是 UUID 的样子，那是人的编号。'],
  ['must be # and six hex digits.', '要写 # 加六位十六进制数字。'],
  [
    'must be a square PNG, JPEG or WebP picture of 64 to 512 pixels and at most 64 kB.',
    '要用正方形的 PNG、JPEG 或 WebP 图片，64 到 512 像素，不超过 64 kB。',
  ],
  ['must name at least one account.', '至少要写一个账号。'],
  ['must name at least one method.', '至少要写一种登录方式。'],
  ['must name at least one scope.', '至少要写一个 scope。'],
  ['must name at least one address.', '至少要写一个地址。'],
  ['must have at least one button.', '至少要有一个按钮。'],
  // What cannot be together.
  ['must be an origin: scheme, host and port, nothing after it.', '只能写协议、域名和端口，后面什么都不要。'],
  ['must be https outside this machine.', '不在本机时必须用 https。'],
  ['is the same as root_secret.', '和 root_secret 一样。'],
  [
    'must be an http origin of this machine (127.0.0.1, [::1] or localhost).',
    '只能是本机的 http 地址（127.0.0.1、[::1] 或 localhost）。',
  ],
  ['belongs to a simulator, and wechat.simulator is not set.', '是模拟器的，但没有写 wechat.simulator。'],
  ['must be an https address without fragment or user name.', '要写 https 地址，不带 # 和用户名。'],
  ['must be a web address or a path of this origin.', '要写网址，或本站的路径。'],
  ['must be a path of this origin or one of return_targets.', '要写本站的路径，或 return_targets 里的地址。'],
  ['a {} account receives no pushes.', '{} 账号收不到消息推送。'],
  ['is needed to tell whose pushes arrive.', '必须写，才知道收到的推送是谁的。'],
  ['is needed in {} mode.', '{} 模式下必须写。'],
  [
    'can be guessed; take 32 random letters and digits, or set allow_weak_token.',
    '容易被猜到，请用 32 个随机的字母和数字；一定要用就设置 allow_weak_token。',
  ],
  ['a {} account cannot belong to an open-platform account.', '{} 账号不能绑定到开放平台账号。'],
  ['is only for an account without web authorisation of its own.', '只用于自己没有网页授权的账号。'],
  ['names no account of this file.', '所写的账号不在这个文件里。'],
  ['names no account that receives pushes.', '所写的不是能收推送的账号。'],
  [
    'names an account without web authorisation (verified service or sandbox).',
    '所写的账号没有网页授权（要已认证的服务号或测试号）。',
  ],
  ['names {}, which this account cannot offer.', '里的 {} 是这个账号做不到的。'],
  [
    'offers no way to sign in: it neither authorises nor receives pushes.',
    '没有登录方式：既不能网页授权，也收不到推送。',
  ],
  ['a {} account has no menu.', '{} 账号没有自定义菜单。'],
  ['needs exactly one of url, login, key and buttons.', '要且只要写 url、login、key、buttons 其中一个。'],
  ['is the name of a page; take another.', '和一个页面重名，请换一个。'],
  ['is only optional for a client with a secret.', '只有带密钥的应用才能写 optional。'],
  ['is only for trying out beside a simulator.', '只能在模拟器旁边试用。'],
  ['is too light: white text on it needs a contrast of 4.5.', '颜色太浅：上面的白字至少要 4.5 的对比度。'],
  // Clients.
  ['A client {} is there already.', '已经有应用 {}。'],
  ['The client {} has no secret.', '应用 {} 没有密钥。'],
  [
    'The client {} stands in the configuration file; change its secret there.',
    '应用 {} 写在配置文件里，请在那里改密钥。',
  ],
  ['The client {} stands in the configuration file; remove it there.', '应用 {} 写在配置文件里，请在那里删除。'],
  ['There is no client {}.', '没有应用 {}。'],
  // The database.
  [
    'The database file {} cannot be opened. It is damaged: restore a backup with "mingpian restore"; nothing was changed.',
    '打不开数据库文件 {}。它已损坏：请用 mingpian restore 恢复备份；这里什么都没有改动。',
  ],
  ['The database file {} cannot be opened.', '打不开数据库文件 {}。'],
  ['Another gateway is already using the database file {}.', '另一个网关正在使用数据库文件 {}。'],
  ['The database lacks the migration {}; run "mingpian migrate".', '数据库缺少升级 {}，请运行 mingpian migrate。'],
  ['A backup was restored and its erasures are not applied yet.', '刚恢复了备份，其中的删除还没有执行完。'],
  ['The database does not answer.', '数据库没有应答。'],
  ['The database refuses this user or password.', '数据库不认这个用户或密码。'],
  ['The server has no database of this name; create it first.', '服务器上没有这个数据库，请先创建。'],
  [
    'This user of the database may not do that; it needs to create and use tables.',
    '数据库的这个用户没有权限：它要能建表和使用表。',
  ],
  // Backups.
  ['A database in memory cannot be backed up.', '内存里的数据库无法备份。'],
  ['There is no database yet; run "mingpian migrate".', '还没有数据库，请运行 mingpian migrate。'],
  ['The file is no backup of a form that this version knows.', '这个文件不是本版本认识的备份。'],
  ['The file is no backup, or a damaged one.', '这个文件不是备份，或者已损坏。'],
  ['The backup is cut short or was changed.', '备份不完整或被改过。'],
  ['The backup goes on after its end.', '备份结尾之后还有内容。'],
  ['The sealed backup is cut short or was changed.', '加密的备份不完整或被改过。'],
  [
    'The keys by which people are known are sealed with another root secret; give that one as previous_root_secret.',
    '认人用的密钥是用另一个根密钥加密的；请把那个根密钥写在 previous_root_secret。',
  ],
  ['The backup comes from a newer version (it has {}).', '备份来自更新的版本（其中有 {}）。'],
  [
    'The backup is sealed, and database.backup_keys names no folder of keys.',
    '备份已加密，而 database.backup_keys 没有写密钥所在的文件夹。',
  ],
  [
    'No key in {} opens the backup. Keys are destroyed within 30 days, and with them what they sealed.',
    '{} 里没有能打开这份备份的密钥。密钥在 30 天内销毁，用它加密的备份随之失效。',
  ],
  ['Others on this machine can read {}; chmod 600 it.', '本机其他用户能读 {}，请 chmod 600。'],
  [
    '{} is damaged; put it back from a copy, or take it out of the folder.',
    '{} 已损坏，请用副本放回，或把它移出文件夹。',
  ],
  ['{} cannot be used (ENOENT).', '找不到 {}。'],
  ['{} cannot be used ({}).', '{} 用不了。'],
];

const shapes = sentences.map(([english, chinese]) => {
  const literal = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { shape: new RegExp(`^${literal.join('(.+?)')}$`, 's'), chinese };
});

/** The Chinese of a message, with the field that stands before it; undefined where there is none. */
export function inChinese(message: string): string | undefined {
  const [, field = '', sentence = message] = /^([\w.-]+): (.+)$/s.exec(message) ?? [];
  for (const { shape, chinese } of shapes) {
    const found = shape.exec(sentence);
    if (found !== null) return `${field === '' ? '' : `${field}：`}${chinese.replace('{}', () => found[1] ?? '')}`;
  }
  return undefined;
}
