<?php
return array('state' => 'success', 'data' => array('number' => '102', 'name' => 'Александра Константинопольская', 'user' => 1, 'entity' => 2, 'from' => 3, 'error' => 4));
