/** Sentences for people, which no contract names: the detail of a refusal, and the message of a field that is wrong. */
const isDetail = ({ parent, node }) =>
  parent.type === 'CallExpression' && parent.callee.name === 'refuse' && parent.arguments[1] === node;
const isMessage = ({ parent, node }) =>
  parent.type === 'ObjectProperty' && parent.key.name === 'message' && parent.value === node;

const isText = ({ type, expressions = [] }) =>
  type === 'StringLiteral' ||
  (type === 'TemplateLiteral' &&
    expressions.every((part) => part.type === 'Identifier' || part.type === 'MemberExpression'));

/** Stryker asks it of every node; whatever it answers with a reason is not mutated. */
module.exports.strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'texts',
    value: {
      shouldIgnore: (path) =>
        isText(path.node) && (isDetail(path) || isMessage(path)) ? 'a sentence for people' : undefined,
    },
  },
];
