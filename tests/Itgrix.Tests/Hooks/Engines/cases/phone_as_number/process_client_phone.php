<?php
return array('state' => 'success', 'data' => array('phone' => 89001234567));
