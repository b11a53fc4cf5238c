using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Crms.Doctor;

/// <summary>A look into an account of a CRM, without changing anything there.</summary>
internal interface ICrmInspection : IAsyncDisposable
{
    /// <summary>Its employees.</summary>
    Employees Employees { get; }

    /// <summary>The click or setting that gives an employee an extension.</summary>
    string ExtensionFix { get; }

    /// <summary>Whether it can be reached, with which rights, and whether it sends its events.</summary>
    IAsyncEnumerable<Finding> AccessAsync(CancellationToken token);

    /// <summary>The employee with an extension; <c>null</c> when nobody has it.</summary>
    Task<Telephony.Employee?> ByExtensionAsync(string extension, CancellationToken token);
}
