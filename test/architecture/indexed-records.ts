import ts from 'typescript';

/** Can a key of this type be any text? */
const isAnyText = (checker: ts.TypeChecker, type: ts.Type): boolean => {
  const widest = checker.getBaseConstraintOfType(type) ?? type;
  if (widest.isUnion()) return widest.types.some((each) => isAnyText(checker, each));
  const { String, TemplateLiteral, Any, Unknown, Index } = ts.TypeFlags;
  return (widest.flags & (String | TemplateLiteral | Any | Unknown | Index)) !== 0;
};

/** `Object.hasOwn(record, key) ? record[key] : …` finds nothing that is inherited. */
const isGuarded = (access: ts.ElementAccessExpression): boolean => {
  const asked = `Object.hasOwn(${access.expression.getText()}, ${access.argumentExpression.getText()})`;
  let child: ts.Node = access;
  for (let node = access.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isConditionalExpression(node) && node.whenTrue === child && node.condition.getText().includes(asked)) {
      return true;
    }
    child = node;
  }
  return false;
};

/** A key that a pattern takes out of an object, but for one that is named to be left out: `{ [key]: _, ...rest }`. */
const isTakenOut = (node: ts.Node): node is ts.BindingElement & { propertyName: ts.ComputedPropertyName } =>
  ts.isBindingElement(node) &&
  node.propertyName !== undefined &&
  ts.isComputedPropertyName(node.propertyName) &&
  !node.name.getText().startsWith('_');

/** Places where a plain object is asked by a name that could be any text: `constructor` is found in every one. */
export const indexedRecords = (program: ts.Program, file: ts.SourceFile): readonly string[] => {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isText = (node: ts.Expression) => isAnyText(checker, checker.getTypeAtLocation(node));
  const look = (node: ts.Node): void => {
    const isAccess =
      ts.isElementAccessExpression(node) &&
      !ts.isStringLiteralLike(node.argumentExpression) &&
      isText(node.argumentExpression) &&
      !isGuarded(node);
    const isAskedIn =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.InKeyword &&
      !ts.isPrivateIdentifier(node.left) &&
      !ts.isStringLiteralLike(node.left) &&
      isText(node.left);
    const isTaken = isTakenOut(node) && isText(node.propertyName.expression);
    if (isAccess || isAskedIn || isTaken) {
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
};
