// The rules of a questionnaire in the browser: the trees that forms/expressions.py writes as JSON.
// Rules.evaluate(tree, values) gives a number, true, false, or null where missing. Values by name are
// numbers, option values and booleans; null, NaN and absent are missing.
var Rules = (() => {
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const finite = (number) => (Number.isFinite(number) ? number : null);

  const numeric = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / b,
    neg: (a) => -a,
    ceil: Math.ceil,
    min: Math.min,
    max: Math.max,
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };

  function named(name, values) {
    const value = has(values, name) ? values[name] : null;
    return typeof value === "number" ? finite(value) : value === undefined ? null : value;
  }

  // Three-valued: one decisive operand decides, else one missing operand leaves it open.
  function joined(decisive, truths) {
    if (truths.includes(decisive)) return decisive;
    return truths.includes(null) ? null : !decisive;
  }

  function evaluate(tree, values) {
    const [operation, ...operands] = tree;
    const value = (operand) => evaluate(operand, values);
    switch (operation) {
      case "number":
        return operands[0];
      case "name":
        return named(operands[0], values);
      case "among":
      case "points": {
        const chosen = named(operands[0], values);
        const pair = operands[1].find((each) => each[0] === chosen);
        if (operation === "points") return pair ? pair[1] : null;
        return chosen === null ? null : pair !== undefined;
      }
      case "and":
      case "or":
        return joined(operation === "or", operands.map(value));
      case "not": {
        const truth = value(operands[0]);
        return truth === null ? null : !truth;
      }
      case "if": {
        const holds = value(operands[0]);
        return holds === null ? null : value(operands[holds ? 1 : 2]);
      }
    }
    const numbers = operands.map(value);
    if (numbers.includes(null)) return null;
    const result = numeric[operation](...numbers);
    return typeof result === "number" ? finite(result) : result;
  }

  return { evaluate };
})();
