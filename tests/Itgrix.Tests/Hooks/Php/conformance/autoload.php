<?php
// runs by process: eval
$before = spl_autoload_functions();
spl_autoload_register(function ($name) { eval("class $name { }"); });
return array('state' => 'success', 'data' => array('before' => $before, 'made' => get_class(new Anything())));
