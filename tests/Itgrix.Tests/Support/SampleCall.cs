namespace Itgrix.Tests.Support;

/// <summary>A call as the vendor's page describes it, every field present.</summary>
internal static class SampleCall
{
    public const string Number =
        """{"base":"9001234567","custom":"89001234567","is_local":"""
            + """false,"original":"+79001234567","variants":["9001234567","+79001234567"]}""";

    public const string User =
        """{"email":"i@example.org","id":"7","name":"Иван 😀","phones":"""
            + """["101","+7900"],"position":"Agent","raw":{"UF_PHONE_INNER":"101","BIG":"""
            + """9007199254740993,"EMPTY":{},"LIST":[],"RATE":1.10}}""";

    public const string Channel =
        """{"answer_time":"2024-05-01 10:00:05","end_time":"2024-05-01 10:01:05","extra":{"a":"b/c"},"from":"""
        + Number + ""","id":"1700000000.1","is_primary":true,"name":"PJSIP/trunk-1","start_time":"2024-05-01 10:"""
        + """00:00","state":"ended","to":"""
        + Number + ""","trunk":""" + Number + ""","type":"incoming","was_answered":true}""";

    public const string Waiting =
        """{"answer_time":"0001-01-01 00:00:00","end_time":"0001-01-01 00:00:00","extra":{},"from":"""
        + Number + ""","id":"1700000000.2","is_primary":false,"name":"PJSIP/101-2","start_time":"2024-05-01 10:00:"""
        + """02","state":"ringing","to":"""
        + Number + ""","trunk":""" + Number + ""","type":"incoming","was_answered":false}""";

    public const string Full =
        """{"active_conversation_id":"1700000000.2","channel":""" + Channel
        + ""","conversations":{"1700000000.2":{"channel":""" + Waiting + ""","is_parked":false,"user":"""
        + User + """}},"deal":null,"entity":{"id":"12","is_new":true,"name":"ООО \"Ромашка\"","phones":[""" + Number
        + """],"raw":{"ID":"12","UF_CRM_1":"x"},"responsible":""" + User
        + ""","responsible_id":"7","type":"contact"},"is_ivr":false,"record":"https://pbx.example.org/a"""
        + """ b.wav","registration":"""
        + """{"activity_id":"","created_company_id":"","created_contact_id":"12","created_deal_id":"","""
        + "\"created_lead_id\":"
        + "\"\",\"entity_id\":\"12\",\"entity_type\":\"contact\",\"id\":\"externalCall.1\",\"responsible_id\":\"7\"},"
        + "\"result\":200}";
}
