using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Shared;

/// <summary>An employee in the CRM; read-only. Source: call-full, user.</summary>
public sealed class CrmUser : HookData
{
    /// <summary>Id in the CRM.</summary>
    public string Id => GetText("id");

    /// <summary>Full name.</summary>
    public string Name => GetText("name");

    /// <summary>Mail address.</summary>
    public string Email => GetText("email");

    /// <summary>Phone numbers.</summary>
    public IReadOnlyList<string> Phones => [.. Texts("phones")];

    /// <summary>Position in the company.</summary>
    public string Position => GetText("position");

    /// <summary>
    /// All fields as in the CRM that are neither empty nor zero; <c>null</c> where the hook gets none.
    /// </summary>
    public JObject? Raw => Fields["raw"] as JObject;
}
