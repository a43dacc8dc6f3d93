import"./action.cjs";
