using System.Runtime.CompilerServices;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>The CRMs of the program, as its first lines set them, before any test asks for one.</summary>
internal static class TestedCrms
{
    [ModuleInitializer]
    internal static void Use() => CrmModules.Use(CrmModules.Shipped);

    /// <summary>The options of a configured CRM; <c>null</c> when it is not configured.</summary>
    public static T? Of<T>(this ItgrixConfig config)
        where T : CrmOptions => config.Crms.Values.OfType<T>().SingleOrDefault();
}
