var noticedBy={wire:"readers of the bytes",json:"readers of the JSON form",source:"people who compile generated code"};export{noticedBy};
