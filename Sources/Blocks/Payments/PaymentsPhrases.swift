import Kernel

extension Phrase {
    static let payTitle = Phrase("payments.pay_title", en: "Pay", es: "Pagar")
    static let paidTitle = Phrase("payments.paid_title", en: "Payment received", es: "Pago recibido")
    static let payFor = Phrase("payments.pay_for", en: "For", es: "Concepto")
    static let amount = Phrase("payments.amount", en: "Amount", es: "Importe")
    static let stillOwed = Phrase("payments.still_owed", en: "Still to pay", es: "Pendiente de pago")
    static let due = Phrase("payments.due", en: "Pay by", es: "Pagar a más tardar el")
    static let state = Phrase("payments.state", en: "Status", es: "Estado")
    static let reference = Phrase("payments.reference", en: "Payment reference", es: "Referencia de pago")
    static let payByCard = Phrase("payments.pay_by_card", en: "Pay by card", es: "Pagar con tarjeta")
    static let payAmountByCard = Phrase("payments.pay_amount_by_card", en: "Pay {amount} by card", es: "Pagar {amount} con tarjeta")
    static let cardCompany = Phrase(
        "payments.card_company", en: "You enter your card on the card company's own page, and come back here afterwards.",
        es: "Usted introduce los datos de su tarjeta en la página de la entidad y después vuelve aquí.")
    static let goToCardCompany = Phrase("payments.go_to_card_company", en: "Go to the card company", es: "Ir a la página de la entidad")
    static let byTransfer = Phrase("payments.by_transfer", en: "Pay by bank transfer", es: "Pagar por transferencia")
    static let byTransferAbout = Phrase(
        "payments.by_transfer_about", en: "Transfer the exact amount and give the reference, so that your payment is found by itself.",
        es: "Transfiera el importe exacto e indique la referencia, para que su pago se encuentre automáticamente.")
    static let accountHolder = Phrase("payments.account_holder", en: "Account holder", es: "Titular de la cuenta")
    static let accountNumber = Phrase("payments.account_number", en: "Account number", es: "Número de cuenta")
    static let bank = Phrase("payments.bank", en: "Bank", es: "Banco")
    static let askForAccount = Phrase(
        "payments.ask_for_account", en: "Ask us for the number of our account. How to reach us stands at the foot of this page.",
        es: "Pregúntenos el número de nuestra cuenta. Al pie de esta página se indica cómo contactarnos.")
    static let declinedTitle = Phrase("payments.declined_title", en: "The card was declined", es: "La tarjeta fue rechazada")
    static let declined = Phrase("payments.declined", en: "Nothing was paid. You can try again.", es: "No se pagó nada. Puede intentarlo de nuevo.")
    static let cancelledTitle = Phrase("payments.cancelled_title", en: "There is nothing to pay any more", es: "Ya no hay nada que pagar")
    static let cancelledAbout = Phrase(
        "payments.cancelled_about", en: "This invoice is cancelled. If you have sent money all the same, the cashier will find it and deal with it.",
        es: "Esta factura está anulada. Si aun así envió dinero, la caja lo encontrará y se ocupará de él.")
    static let refundedTitle = Phrase("payments.refunded_title", en: "This payment was paid back", es: "Este pago se ha reembolsado")
    static let pendingTitle = Phrase("payments.pending_title", en: "The payment is not finished yet", es: "El pago aún no ha terminado")
    static let pendingPayment = Phrase(
        "payments.pending", en: "The card company has not answered yet. We keep asking; you need not pay again.",
        es: "La entidad todavía no ha respondido. Seguiremos preguntando; no hace falta que pague otra vez.")
    static let goToCase = Phrase("payments.go_to_case", en: "Go to your application", es: "Ir a su solicitud")
    static let waitingPayments = Phrase("payments.waiting", en: "Payments", es: "Pagos")
    static let waitingCount = Phrase(
        "payments.waiting_count", en: .plural(one: "{count} payment waits", other: "{count} payments wait"),
        es: .plural(one: "{count} pago espera", other: "{count} pagos esperan"))
    static let importStatement = Phrase("payments.import_statement", en: "Import a bank statement", es: "Importar un extracto bancario")
    static let statementFile = Phrase("payments.statement_file", en: "Bank statement", es: "Extracto bancario")
    static let statementHint = Phrase(
        "payments.statement_hint", en: "An ISO 20022 camt.053 file from your bank", es: "Un archivo ISO 20022 camt.053 de su banco")
    static let statementRead = Phrase("payments.statement_read", en: "The statement was read", es: "Se leyó el extracto")
    static let reportMatched = Phrase(
        "payments.report_matched", en: .plural(one: "{count} payment settled its invoice.", other: "{count} payments settled their invoices."),
        es: .plural(one: "{count} pago liquidó su factura.", other: "{count} pagos liquidaron sus facturas."))
    static let reportNoMatch = Phrase("payments.report_no_match", en: "It settled no invoice.", es: "No liquidó ninguna factura.")
    static let reportWaiting = Phrase(
        "payments.report_waiting", en: .plural(one: "{count} payment waits for you.", other: "{count} payments wait for you."),
        es: .plural(one: "{count} pago espera su decisión.", other: "{count} pagos esperan su decisión."))
    static let reportKnown = Phrase(
        "payments.report_known", en: .plural(one: "{count} movement was known already.", other: "{count} movements were known already."),
        es: .plural(one: "{count} movimiento ya se conocía.", other: "{count} movimientos ya se conocían."))
    static let reportOutgoing = Phrase(
        "payments.report_outgoing", en: .plural(one: "{count} payment went out.", other: "{count} payments went out."),
        es: .plural(one: "Salió {count} pago.", other: "Salieron {count} pagos."))
    static let statementKnown = Phrase("payments.statement_known", en: "This statement was imported before", es: "Este extracto ya se había importado")
    static let statementKnownAdvice = Phrase(
        "payments.statement_known_advice", en: "Every movement in it is known, so nothing was booked again.",
        es: "Todos sus movimientos ya se conocían, así que no se registró nada de nuevo.")
    static let settledNow = Phrase("payments.settled_now", en: "Invoices that are paid now", es: "Facturas que ahora están pagadas")
    static let andMore = Phrase(
        "payments.and_more", en: .plural(one: "and {count} more", other: "and {count} more"), es: .plural(one: "y {count} más", other: "y {count} más"))
    static let toPlace = Phrase("payments.to_place", en: "Waiting to be placed", es: "Pendientes de asignar")
    static let nothingWaits = Phrase("payments.nothing_waits", en: "No payment waits", es: "No hay pagos pendientes")
    static let nothingWaitsAdvice = Phrase(
        "payments.nothing_waits_advice", en: "Payments that quote no invoice, or not its amount, come here.",
        es: "Aquí llegan los pagos que no indican una factura o no coinciden con su importe.")
    static let why = Phrase("payments.why", en: "Why it waits", es: "Por qué espera")
    static let assignTo = Phrase("payments.assign_to", en: "Reference of the invoice", es: "Referencia de la factura")
    static let assign = Phrase("payments.assign", en: "Place", es: "Asignar")
    static let sendBack = Phrase("payments.send_back", en: "Record as sent back", es: "Registrar como devuelto")
    static let takeOff = Phrase("payments.take_off", en: "Take it off this invoice", es: "Quitarlo de esta factura")
    static let setOff = Phrase("payments.set_off", en: "Record as even with the payment that came", es: "Registrar como compensado con el pago que entró")
    static let doneTakenBack = Phrase("payments.done_taken_back", en: "The invoice is owed again", es: "La factura vuelve a estar pendiente")
    static let chooseStatement = Phrase("payments.fault.no_file", en: "Choose a file", es: "Elija un archivo")
    static let noSuchReference = Phrase(
        "payments.fault.no_reference", en: "Enter a payment reference such as RF18 5390 0754 7034",
        es: "Escriba una referencia de pago como RF18 5390 0754 7034")
    static let invoice = Phrase("payments.invoice", en: "Invoice", es: "Factura")
    static let invoices = Phrase("payments.invoices", en: "Invoices", es: "Facturas")
    static let allInvoices = Phrase("payments.all_invoices", en: "All invoices", es: "Todas las facturas")
    static let findInvoices = Phrase("payments.find_invoices", en: "Look at invoices", es: "Ver las facturas")
    static let anyState = Phrase("payments.any_state", en: "Any status", es: "Cualquier estado")
    static let noInvoices = Phrase("payments.no_invoices", en: "No invoice matches", es: "Ninguna factura coincide")
    static let noInvoicesAdvice = Phrase(
        "payments.no_invoices_advice", en: "Type the whole payment reference, such as RF18 5390 0754 7034.",
        es: "Escriba la referencia de pago completa, como RF18 5390 0754 7034.")
    static let theCase = Phrase("payments.case", en: "Case", es: "Expediente")
    static let openCase = Phrase("payments.open_case", en: "Open the case", es: "Abrir el expediente")
    static let refund = Phrase("payments.refund", en: "Refund the payment", es: "Reembolsar el pago")
    static let refundWarning = Phrase(
        "payments.refund_warning", en: "{amount} goes back to the payer, the way it came. This cannot be undone.",
        es: "Se devuelven {amount} al pagador, por la misma vía. No se puede deshacer.")
    static let doneRefund = Phrase("payments.done_refund", en: "The refund is booked", es: "El reembolso está registrado")
    static let doneRefundAdvice = Phrase(
        "payments.done_refund_advice", en: "Send the money at the bank or the card company.", es: "Envíe el dinero desde el banco o la entidad de tarjetas.")
    static let cancelInvoice = Phrase("payments.cancel", en: "Cancel the invoice", es: "Anular la factura")
    static let cancelWarning = Phrase(
        "payments.cancel_warning", en: "Nobody will be asked for {amount} any more. This cannot be undone.",
        es: "Ya no se reclamarán {amount} a nadie. No se puede deshacer.")
    static let doneCancel = Phrase("payments.done_cancel", en: "The invoice is cancelled", es: "La factura está anulada")
    static let doneAssigned = Phrase("payments.done_assigned", en: "The payment is placed", es: "El pago está asignado")
    static let doneReturned = Phrase("payments.done_returned", en: "The payment is booked as sent back", es: "El pago consta como devuelto")
    static let simulatorTitle = Phrase("payments.simulator_title", en: "Card simulator", es: "Simulador de tarjetas")
    static let simulatorAbout = Phrase(
        "payments.simulator_about", en: "This is a demonstration. No card is needed and no money moves.",
        es: "Esto es una demostración. No se necesita tarjeta y no se mueve dinero.")
    static let simulatorPay = Phrase("payments.simulator_pay", en: "Pay", es: "Pagar")
    static let simulatorDecline = Phrase("payments.simulator_decline", en: "Decline", es: "Rechazar")

    public static func invoiceState(_ state: Invoice.State) -> Phrase {
        switch state {
        case .open: Phrase("payments.state.open", en: "To be paid", es: "Por pagar")
        case .settled: Phrase("payments.state.settled", en: "Paid", es: "Pagado")
        case .cancelled: Phrase("payments.state.cancelled", en: "Cancelled", es: "Anulado")
        case .refunded: Phrase("payments.state.refunded", en: "Paid back", es: "Reembolsado")
        }
    }

    static func reason(_ reason: StatementLine.Reason) -> Phrase {
        switch reason {
        case .noReference: Phrase("payments.reason.no_reference", en: "It quotes no reference", es: "No indica referencia")
        case .unknownReference: Phrase("payments.reason.unknown", en: "No invoice has its reference", es: "Ninguna factura tiene su referencia")
        case .otherCurrency: Phrase("payments.reason.currency", en: "It is in another currency", es: "Está en otra moneda")
        case .notOpen: Phrase("payments.reason.not_open", en: "The invoice needs no more payment", es: "La factura ya no requiere pago")
        case .tooLittle: Phrase("payments.reason.too_little", en: "It is less than is owed", es: "Es menos de lo que se debe")
        case .reversal:
            Phrase("payments.reason.reversal", en: "The bank takes an earlier movement back", es: "El banco retrocede un movimiento anterior")
        case .tooMuch: Phrase("payments.reason.too_much", en: "It is more than is owed", es: "Es más de lo que se debe")
        }
    }

    // What errors say.
    static let damagedPayment = Phrase("payments.fault.damaged", en: "This payment cannot be shown.", es: "No se puede mostrar este pago.")
    static let noSuchInvoice = Phrase(
        "payments.fault.not_found", en: "There is no invoice with this reference.", es: "No hay ninguna factura con esta referencia.")
    static let invoiceNotOpen = Phrase("payments.fault.not_open", en: "This invoice needs no more payment.", es: "Esta factura ya no requiere pago.")
    static let wrongAmount = Phrase(
        "payments.fault.amount", en: "The amount does not fit this invoice.", es: "El importe no corresponde a esta factura.")
    static let partlyPaid = Phrase("payments.fault.partly_paid", en: "A part of this invoice was paid.", es: "Una parte de esta factura ya se pagó.")
    static let notSettled = Phrase("payments.fault.not_settled", en: "This invoice has not been paid.", es: "Esta factura no se ha pagado.")
    static let lineDone = Phrase("payments.fault.line_done", en: "This payment has been dealt with.", es: "Este pago ya se tramitó.")
    static let otherAccount = Phrase(
        "payments.fault.other_account",
        en: "This is a statement of the account that ends in {statement}. Fees come to the one that ends in {own}.",
        es: "Este extracto es de la cuenta terminada en {statement}. Las tasas llegan a la terminada en {own}.")
    static let unreadableStatement = Phrase(
        "payments.fault.statement_unreadable", en: "The file cannot be read as a bank statement.", es: "El archivo no se puede leer como extracto bancario.")
    static let notAStatement = Phrase(
        "payments.fault.not_a_statement", en: "The file is not a camt.053 bank statement.", es: "El archivo no es un extracto bancario camt.053.")
}
