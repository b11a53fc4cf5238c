<?php
return array('state' => 'success', 'data' => array('result' => true));
