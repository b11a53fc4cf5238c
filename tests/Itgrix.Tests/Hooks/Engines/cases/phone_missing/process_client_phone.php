<?php
return array('state' => 'success', 'data' => array('fone' => '1'));
