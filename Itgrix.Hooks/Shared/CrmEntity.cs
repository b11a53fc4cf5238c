using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Shared;

/// <summary>A contact, lead, company or activity (case) in the CRM; read-only. Source: call-full, entity.</summary>
public sealed class CrmEntity : HookData
{
    /// <summary>Id in the CRM.</summary>
    public string Id => GetText("id");

    /// <summary>Whether this call created it; never for an activity.</summary>
    public bool? IsNew => Get<bool?>("is_new");

    /// <summary>Name or title; of an activity its subject.</summary>
    public string Name => GetText("name");

    /// <summary>What it is: <c>company</c>, <c>contact</c>, <c>lead</c>, <c>activity</c>.</summary>
    public string Type => GetText("type");

    /// <summary>Id of the employee who is responsible for it.</summary>
    public string ResponsibleId => GetText("responsible_id");

    /// <summary>That employee; <c>null</c> where the hook does not get it.</summary>
    public CrmUser? Responsible => PartIfAny<CrmUser>("responsible");

    /// <summary>
    /// All fields as in the CRM that are neither empty nor zero; <c>null</c> where the hook gets none.
    /// </summary>
    public JObject? Raw => Fields["raw"] as JObject;
}
